import { countCharacters } from '../../../lib/text/text'
import { parseDuration } from '../../../lib/time/typed-time'
import { type ChunkStatus, chunkStatuses } from '../schema'
import { type FrontMatter, idPattern, parseStatus, readFrontMatter, titleLength } from './front-matter'
import { type Heading, headingsOf, literalLines } from './headings'
import { type Fault, linesOf, type MarkdownLine } from './lines'

/** Names of a chunk's fields. */
export const chunkFields = ['Duration', 'Status', 'Objectives', 'Resources', 'Deliverable'] as const
export type ChunkField = (typeof chunkFields)[number]

export type ReadChunk = {
  id: string
  title: string
  status: ChunkStatus
  duration_minutes: number | null
  objectives: string[]
  resources: string[]
  deliverable: string
  /** Markdown of the chunk outside its fields. */
  text: string
  /** Checkbox or tick in its heading; the chunk's status unless a status field exists. */
  box: string | null
  /** Number in its heading, else by position. */
  number: number
  /** Index of its heading, the index after the heading, and the one after its last line. */
  from: number
  body: number
  to: number
  /** Line indices of each existing field, with its list: the first line, and the one after the last. */
  fields: Partial<Record<ChunkField, [from: number, to: number]>>
  /** Line indices of `text`. */
  textLines: number[]
}

export type ReadPlan = {
  head: FrontMatter
  chunks: ReadChunk[]
  /** Markdown between the front matter and the first chunk. */
  introduction: string
  lines: MarkdownLine[]
  warnings: Fault[]
}

const attempt = /^## Chunk\s+\d/
const chunkWords = /^chunk\s+#?(\d+)(?:\s*[:：.)–—-]|\s|$)\s*(.*)$/i
/** The start of a chunk heading with its number: `## Chunk 3`. */
export const chunkHeading = /^( {0,3}(?:##[ \t]+)?chunk)[ \t]+\d+/i
/** A class or an attribute next to an id, which stays in the text. */
const attribute = '(?:\\.[\\w-]+|[\\w:-]+=(?:"[^"{}]*"|[^\\s"{}]+))'
const idMark = new RegExp(`\\{:?\\s*(?:${attribute}\\s+)*#([^{}]*?)(?:\\s+${attribute})*\\s*\\}$`)
const exactField = /^\*\*(Duration|Status|Objectives|Resources|Deliverable)\*\*:[ \t]*/
const times = 'estimated time|time estimate|time needed|time|estimated|estimate|est\\.?|length|effort'
const nearField = new RegExp(
  `^( {0,3}(?:(?:[-*+]|#{2,6})[ \\t]+)?)([*_\`]{0,3})\\s*(duration|status|objective|resource|deliverable|${times})s?\\s*([*_\`]{0,3})\\s*(?:[:：=]|(?<=(?:duration|status)[*_]{1,3}\\s*)(?<=\\s))\\s*`,
  'i',
)
const item = /^( *)(?:[-*+•]|(\d{1,9})[.)])[ \t]+(.*?)[ \t]*$/
const separator = /^ {0,3}---[ \t]*$/
const duration = /^(\d{1,4}(?:\.\d{1,4})?) *(hours?|hrs?|h|minutes?|mins?|m)$/i

/** Text without the emphasis or code marks around it. */
export const withoutEmphasis = (text: string) => text.replace(/^([*_`]{1,3})(.+)\1$/, '$2').trim()

type FieldLine = {
  field: ChunkField
  value: string
  /** Text of the line before and after the value. */
  around: [before: string, after: string]
  isExact: boolean
  /** True if the name is in bold, italics or code. */
  isMarked: boolean
  isItem: boolean
}

const boxBefore = /^(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(\\?\[[ x/-]?\\?\](?![([:])|[✅☑✔✓☐⬜]\uFE0F?)[ \t]*(?=\S)/iu
const boxAfter = /(?<=\S)[ \t]+(\[[ x/-]?\]|[✅☑✔✓☐⬜]\uFE0F?)$/iu

/** Separates a task's checkbox or tick from the title: `[x] Bowline`, `Bowline ✅`. */
const unboxed = (text: string, after: RegExp | null = boxAfter) => {
  const [mark = '', box = null] = boxBefore.exec(text) ?? after?.exec(text) ?? []
  return { box, title: withoutEmphasis(text.startsWith(mark) ? text.slice(mark.length) : text.slice(0, -mark.length)) }
}

/** Status of a checkbox. */
export const boxStatus = (box: string | null) => parseStatus(box?.replaceAll('\\', '') ?? '', chunkStatuses)

const timeField = new RegExp(`^[\\s*_\`#+-]*(?:${times})[^\\p{L}\\d]*[:：=]`, 'iu')

/** True for a duration field whose value cannot be parsed: `Length: 20 km`. */
export const isUnreadTime = (text: string) => timeField.test(text) && parseFieldLine(text) === null

/**
 * Parses the line of a field, also in an inexact form: `- **Status:** done`, `__status__ : done`, `Status: done`.
 * Another name for a time is the duration if its value can be parsed.
 */
export const parseFieldLine = (text: string): FieldLine | null => {
  const exact = exactField.exec(text)
  const [head = '', start = '', open = '', name = exact?.[1] ?? '', close = ''] = exact
    ? [exact[0]]
    : (nearField.exec(text) ?? [])
  const rest = text.slice(head.length).trimEnd()
  const isOpen = open !== close
  const isInner = isOpen && rest.startsWith(open)
  if (name === '' || (isOpen && (close !== '' || !(isInner || rest.endsWith(open))))) return null
  const value = isInner ? rest.slice(open.length).trimStart() : isOpen ? rest.slice(0, -open.length) : rest
  const named = chunkFields.find((one) => one.toLowerCase().startsWith(name.toLowerCase()))
  const field = named ?? (parsePlanMinutes(value) === null ? null : 'Duration')
  if (field === null) return null
  const after = isOpen && !isInner ? open : ''
  const before = text.slice(0, text.trimEnd().length - after.length - value.length)
  const isMarked = exact !== null || open !== ''
  return { field, value, around: [before, after], isExact: exact !== null, isMarked, isItem: start.trim() !== '' }
}

/** Minutes of a written duration such as `1.5 hours` or `90 min`; null if it cannot be parsed. */
export const parsePlanMinutes = (written: string): number | null => {
  const text = withoutEmphasis(written).replace(/^(?:~|≈|ca\.|about ) */i, '')
  const [, number, unit = ''] = duration.exec(text) ?? []
  const typed = /^[\d.,]*$/.test(text) ? null : parseDuration(text)
  if (number === undefined && typed === null) return null
  const each = unit.toLowerCase().startsWith('h') ? 60 : 1
  const minutes = Math.round(number === undefined ? (typed ?? 0) / 60 : Number(number) * each)
  return minutes > 0 && minutes <= 10_000 ? minutes : null
}

/**
 * Items of the list after a field's line, and the index after it. Blank lines may come between.
 * @param isNested for the list of a field that is itself a list item
 */
export const parseFieldList = (lines: MarkdownLine[], from: number, to: number, isNested = false) => {
  const items: string[] = []
  let end = from
  let isNumbered: boolean | null = null
  for (let index = from; index < to; index += 1) {
    const text = lines[index]?.text ?? ''
    const [, indent = '', number, entry] = separator.test(text) ? [] : (item.exec(text) ?? [])
    const isLike =
      indent.length <= (isNested ? 8 : 3) && (isNumbered ?? number !== undefined) === (number !== undefined)
    if (entry !== undefined && isLike && !parseFieldLine(text)?.isMarked) {
      isNumbered = number !== undefined
      items.push(entry)
      end = index + 1
    } else if (text.trim() !== '') break
  }
  return { items, end }
}

/** True for a blank line or a separator of chunks. */
export const isGap = (text: string) => text.trim() === '' || separator.test(text)

/** Joins lines to a text; keeps a blank line between paragraphs. */
const textOf = (lines: MarkdownLine[], indices: number[]) =>
  indices
    .map((index, at) => {
      const before = indices[at - 1]
      const isApart = before !== undefined && index > before + 1
      return `${isApart ? '\n' : ''}${lines[index]?.text ?? ''}`
    })
    .join('\n')

type Span = Pick<ReadChunk, 'id' | 'title' | 'box' | 'number' | 'from' | 'body' | 'to'>

const readChunk = (lines: MarkdownLine[], literal: boolean[], span: Span, warnings: Fault[]): ReadChunk => {
  const { body, to } = span
  const read = lines.slice(body, to).map(({ text }, at) => (literal[body + at] ? null : parseFieldLine(text)))
  const exact = new Set(read.flatMap((line) => (line?.isExact ? line.field : [])))
  const chunk: ReadChunk = {
    ...span,
    status: boxStatus(span.box) ?? 'not_started',
    duration_minutes: null,
    objectives: [],
    resources: [],
    deliverable: '',
    text: '',
    fields: {},
    textLines: [],
  }
  for (let index = body; index < to; index += 1) {
    const line = read[index - body]
    const { field, value } = line && (line.isExact || !exact.has(line.field)) ? line : { field: undefined, value: '' }
    if (field === undefined || chunk.fields[field] !== undefined) {
      if (literal[index] || !isGap(lines[index]?.text ?? '')) chunk.textLines.push(index)
      continue
    }
    chunk.fields[field] = [index, index + 1]
    if (field === 'Deliverable') chunk.deliverable = value
    if (field === 'Duration') {
      chunk.duration_minutes = parsePlanMinutes(value)
      if (chunk.duration_minutes === null) {
        warnings.push({ line: index + 1, message: `unreadable duration “${value}”. The chunk has none.` })
      }
    }
    if (field === 'Status') {
      const status = parseStatus(value, chunkStatuses)
      if (status) chunk.status = status
      else warnings.push({ line: index + 1, message: `unknown status “${value}”. The chunk counts as “Not started”.` })
    }
    if (field === 'Objectives' || field === 'Resources') {
      const { items, end } = parseFieldList(lines, index + 1, to, line?.isItem)
      chunk[field === 'Objectives' ? 'objectives' : 'resources'] = value === '' ? items : [value, ...items]
      chunk.fields[field] = [index, Math.max(index + 1, end)]
      index = Math.max(index, end - 1)
    }
  }
  chunk.text = textOf(lines, chunk.textLines)
  return chunk
}

/** Heading of a chunk. `id` is null if it has no id, `number` if it does not say “Chunk 1”. */
type ChunkHeading = Heading & { id: string | null; title: string; number: number | null; box: string | null }

/** Headings that are or could be chunks: all of the second level, except headings of cards and fields. */
export const chunkHeadings = (headings: Heading[], level = 2): ChunkHeading[] =>
  headings.flatMap((heading) => {
    const [mark = '', id] = idMark.exec(heading.text) ?? []
    const { title: name, box } = unboxed(withoutEmphasis(heading.text.slice(0, -mark.length || undefined).trim()), null)
    const [, number, words] = chunkWords.exec(name) ?? []
    const isOther = heading.level !== level || name === '' || /^card\s*#?\d/i.test(name)
    if (isOther || (number === undefined && parseFieldLine(name))) return []
    const inner = unboxed(words === '' && /\d$/.test(name) ? name : (words ?? name))
    const own = { ...inner, box: box ?? inner.box, number: number === undefined ? null : Number(number) }
    return [{ ...heading, ...own, id: id?.trim() ?? null }]
  })

/** Finds the chunks by their headings. A missing or duplicate id is a fault. */
const spansOf = (lines: MarkdownLine[], literal: boolean[], start: number, warnings: Fault[]) => {
  const spans: Span[] = []
  const errors: Fault[] = []
  const headings = chunkHeadings(headingsOf(lines, literal, start))
  const isAttempt = ({ from }: Heading) => attempt.test(lines[from]?.text ?? '')
  const seen = new Map<string, number>()
  for (const heading of [...headings.filter(isAttempt), ...headings.filter((one) => !isAttempt(one))]) {
    const { id, title, box, from, to: body, number } = heading
    if (!isAttempt(heading) && !idPattern.test(id ?? '')) continue
    const line = from + 1
    const other = seen.get(id ?? '')
    const message =
      title === '' || !idPattern.test(id ?? '')
        ? 'This chunk needs a title and an id: ## Chunk 1: Title {#chunk-001}.'
        : countCharacters(title) > titleLength
          ? `The title may have up to ${titleLength} characters.`
          : other === undefined
            ? null
            : `The chunk in line ${other} has the id ${id}, too.`
    seen.set(id ?? '', other ?? line)
    // A heading in another form counts as text, as it did before such headings were recognized.
    if (message !== null) (isAttempt(heading) ? errors : warnings).push({ line, message })
    else spans.push({ id: id ?? '', title, box, number: number ?? 0, from, body, to: lines.length })
  }
  const sorted = spans.toSorted((a, b) => a.from - b.from)
  return {
    errors: errors.toSorted((a, b) => a.line - b.line),
    spans: sorted.map((span, at) => ({ ...span, number: span.number || at + 1, to: sorted[at + 1]?.from ?? span.to })),
  }
}

/**
 * Parses a plan: YAML front matter, then chunks that begin with `## Chunk <n>: <title> {#<id>}`. Joining `lines`
 * restores the text byte for byte.
 */
export const readPlan = (text: string): ReadPlan | { errors: Fault[] } => {
  const lines = linesOf(text)
  const front = readFrontMatter(lines)
  if ('errors' in front) return front
  const { head, end, warnings } = front
  const literal = [...lines.slice(0, end).map(() => false), ...literalLines(lines.slice(end))]
  const { spans, errors } = spansOf(lines, literal, end, warnings)
  if (errors.length > 0) return { errors }
  const chunks = spans.map((span) => readChunk(lines, literal, span, warnings))
  const introduction = lines
    .slice(end, spans[0]?.from ?? lines.length)
    .map((line) => line.text)
    .join('\n')
    .trim()
  return { head, chunks, introduction, lines, warnings: warnings.toSorted((a, b) => a.line - b.line) }
}
