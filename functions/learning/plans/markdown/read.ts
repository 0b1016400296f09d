import { type ChunkStatus, chunkStatuses } from '../schema'
import { type FrontMatter, idPattern, readFrontMatter, titleLength } from './front-matter'
import { type Fault, fencedLines, type Line, linesOf } from './lines'

/** Fields of a chunk, as they are written. */
export const fields = ['Duration', 'Status', 'Objectives', 'Resources', 'Deliverable'] as const
export type Field = (typeof fields)[number]

export type ReadChunk = {
  id: string
  title: string
  status: ChunkStatus
  duration_minutes: number | null
  objectives: string[]
  resources: string[]
  deliverable: string
  /** Markdown of the chunk that belongs to no field. */
  text: string
  /** Number in its heading. */
  number: number
  /** Index of its heading, and the index after its last line. */
  from: number
  to: number
  /** Indices of the lines of each field that it has, lists included: first, and after the last. */
  fields: Partial<Record<Field, [from: number, to: number]>>
  /** Indices of the lines of `text`. */
  textLines: number[]
}

export type ReadPlan = {
  head: FrontMatter
  chunks: ReadChunk[]
  /** Markdown between the front matter and the first chunk. */
  introduction: string
  lines: Line[]
  warnings: Fault[]
}

const attempt = /^## Chunk\s+\d/
const heading = /^## Chunk (\d+): (.*\S)\s*\{#([^}]*)\}\s*$/
const fieldLine = /^\*\*(Duration|Status|Objectives|Resources|Deliverable)\*\*:[ \t]*(.*?)[ \t]*$/
const item = /^ {0,3}[-*][ \t]+(.*?)[ \t]*$/
const separator = /^ {0,3}---[ \t]*$/
const duration = /^(\d{1,4}(?:\.\d{1,4})?) *(hours?|hrs?|h|minutes?|mins?|m)$/i

/** Minutes of a written duration such as `1.5 hours` or `90 min`; null for one that cannot be read. */
export const minutesOf = (text: string): number | null => {
  const [, number, unit = ''] = duration.exec(text) ?? []
  if (number === undefined) return null
  const minutes = Math.round(Number(number) * (unit.toLowerCase().startsWith('h') ? 60 : 1))
  return minutes > 0 && minutes <= 10_000 ? minutes : null
}

/** Entries of the list after a field's line, and the index after it. Blank lines may stand between. */
export const listAfter = (lines: Line[], from: number, to: number) => {
  const items: string[] = []
  let end = from
  for (let index = from; index < to; index += 1) {
    const text = lines[index]?.text ?? ''
    const [, entry] = separator.test(text) ? [] : (item.exec(text) ?? [])
    if (entry === undefined && text.trim() !== '') break
    if (entry !== undefined) {
      items.push(entry)
      end = index + 1
    }
  }
  return { items, end }
}

/** True for a line that is blank or that separates chunks. */
export const isGap = (text: string) => text.trim() === '' || separator.test(text)

/** Paragraphs stay apart. */
const textOf = (lines: Line[], indices: number[]) =>
  indices
    .map((index, at) => {
      const before = indices[at - 1]
      const isApart = before !== undefined && index > before + 1
      return `${isApart ? '\n' : ''}${lines[index]?.text ?? ''}`
    })
    .join('\n')

type Span = Pick<ReadChunk, 'id' | 'title' | 'number' | 'from' | 'to'>

const readChunk = (lines: Line[], fenced: boolean[], span: Span, warnings: Fault[]): ReadChunk => {
  const { from, to } = span
  const chunk: ReadChunk = {
    ...span,
    status: 'not_started',
    duration_minutes: null,
    objectives: [],
    resources: [],
    deliverable: '',
    text: '',
    fields: {},
    textLines: [],
  }
  for (let index = from + 1; index < to; index += 1) {
    const text = lines[index]?.text ?? ''
    const [, name, value = ''] = fenced[index] ? [] : (fieldLine.exec(text) ?? [])
    const field = fields.find((one) => one === name)
    if (field === undefined || chunk.fields[field] !== undefined) {
      if (fenced[index] || !isGap(text)) chunk.textLines.push(index)
      continue
    }
    chunk.fields[field] = [index, index + 1]
    if (field === 'Deliverable') chunk.deliverable = value
    if (field === 'Duration') {
      chunk.duration_minutes = minutesOf(value)
      if (chunk.duration_minutes === null) {
        warnings.push({ line: index + 1, message: `unreadable duration “${value}”. The chunk has none.` })
      }
    }
    if (field === 'Status') {
      const status = chunkStatuses.find((one) => one.replaceAll('_', '-') === value)
      if (status) chunk.status = status
      else warnings.push({ line: index + 1, message: `unknown status “${value}”. The chunk counts as “Not started”.` })
    }
    if (field === 'Objectives' || field === 'Resources') {
      const { items, end } = listAfter(lines, index + 1, to)
      chunk[field === 'Objectives' ? 'objectives' : 'resources'] = items
      chunk.fields[field] = [index, Math.max(index + 1, end)]
      index = Math.max(index, end - 1)
    }
  }
  chunk.text = textOf(lines, chunk.textLines)
  return chunk
}

/** Finds the headings of chunks. A missing or repeated id is a fault. */
const spansOf = (lines: Line[], fenced: boolean[], start: number): { spans: Span[]; errors: Fault[] } => {
  const spans: Span[] = []
  const errors: Fault[] = []
  const seen = new Map<string, number>()
  for (let index = start; index < lines.length; index += 1) {
    const text = lines[index]?.text ?? ''
    if (fenced[index] || !attempt.test(text)) continue
    const line = index + 1
    const [, number, title = '', id = ''] = heading.exec(text) ?? []
    if (!idPattern.test(id)) {
      errors.push({ line, message: 'This chunk needs a title and an id: ## Chunk 1: Title {#chunk-001}.' })
    } else if (title.length > titleLength) {
      errors.push({ line, message: `The title may have up to ${titleLength} characters.` })
    } else if (seen.has(id)) {
      errors.push({ line, message: `The chunk in line ${seen.get(id)} has the id ${id}, too.` })
    }
    seen.set(id, seen.get(id) ?? line)
    const last = spans.at(-1)
    if (last) last.to = index
    spans.push({ id, title, number: Number(number), from: index, to: lines.length })
  }
  return { spans, errors }
}

/**
 * Reads a plan: YAML front matter, then chunks that begin with `## Chunk <n>: <title> {#<id>}`. Joining `lines` gives
 * the text again, byte for byte.
 */
export const readPlan = (text: string): ReadPlan | { errors: Fault[] } => {
  const lines = linesOf(text)
  const front = readFrontMatter(lines)
  if ('errors' in front) return front
  const { head, end, warnings } = front
  const fenced = [...lines.slice(0, end).map(() => false), ...fencedLines(lines.slice(end))]
  const { spans, errors } = spansOf(lines, fenced, end)
  if (errors.length > 0) return { errors }
  const chunks = spans.map((span) => readChunk(lines, fenced, span, warnings))
  const introduction = lines
    .slice(end, spans[0]?.from ?? lines.length)
    .map((line) => line.text)
    .join('\n')
    .trim()
  return { head, chunks, introduction, lines, warnings: warnings.toSorted((a, b) => a.line - b.line) }
}
