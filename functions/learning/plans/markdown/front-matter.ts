import { isScalar, LineCounter, parseDocument, type Scalar, YAMLMap } from 'yaml'
import { cleanTags, splitTags } from '../../../lib/tags'
import { countCharacters } from '../../../lib/text/text'
import { type PlanStatus, planStatuses } from '../schema'
import { type Fault, formatLines, insertLines, linesOf, type MarkdownLine } from './lines'

export type FrontMatter = {
  id: string
  title: string
  created: string | null
  updated: string | null
  total_hours: number | null
  status: PlanStatus
  tags: string[]
}

type Block = {
  lines: MarkdownLine[]
  /** Index of the closing `---`. */
  close: number
  map: YAMLMap
}

const isMark = ({ text }: MarkdownLine) => /^---[ \t]*$/.test(text)

const withoutMark = (text: string) => text.replace(/^\uFEFF/, '')

export const findFrontMatter = (lines: MarkdownLine[]): Block | { errors: Fault[] } => {
  const [first] = lines
  const open = first !== undefined && isMark({ ...first, text: withoutMark(first.text) })
  const close = open
    ? lines.findIndex((line, index) => index > 0 && (isMark(line) || /^\.\.\.[ \t]*$/.test(line.text)))
    : -1
  if (close < 0) {
    const message = open
      ? 'The front matter has no end: a line with --- after its last key.'
      : 'The first line must be ---, with id and title in the lines after it.'
    return { errors: [{ line: 1, message }] }
  }
  const counter = new LineCounter()
  const source = formatLines(lines.slice(1, close))
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: counter, prettyErrors: false })
  const errors = document.errors.map(({ pos: [start], code }) => ({
    line: counter.linePos(start).line + 1,
    message: code === 'DUPLICATE_KEY' ? 'This key is there twice.' : 'This line of the front matter isn’t valid YAML.',
  }))
  if (errors.length > 0) return { errors }
  const map = source.trim() === '' ? new YAMLMap() : document.contents
  if (map instanceof YAMLMap) return { lines, close, map }
  return { errors: [{ line: 2, message: 'The front matter must consist of keys with values, such as title: SQL.' }] }
}

const scalar = (map: YAMLMap, key: string): Scalar | null => {
  const node = map.get(key, true)
  return isScalar(node) && node.range ? node : null
}

const textOf = (map: YAMLMap, key: string) => {
  const text = String(scalar(map, key)?.value ?? '').trim()
  return text === '' ? null : text
}

/** Line number of a key, from 1; 1 if the key is missing. */
const lineOf = ({ lines, close, map }: Block, key: string) => {
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key)
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined
  return start === undefined ? 1 : linesOf(formatLines(lines.slice(1, close)).slice(0, start + 1)).length + 1
}

const tagsOf = (map: YAMLMap) => {
  const node = map.toJSON().tags
  const tags = Array.isArray(node) ? node.flatMap((tag) => String(tag).split(',')) : splitTags(String(node ?? ''))
  return cleanTags(tags)
}

const statusWords = {
  completed: ['complete', 'done', 'finished', '[x]', '✅', '✓', '✔', '☑'],
  in_progress: ['inprogress', 'doing', 'started', 'ongoing', 'wip', '[/]'],
  not_started: ['notstarted', 'todo', 'to_do', 'pending', 'planned', '[ ]', '[]', '☐', '⬜'],
  skipped: ['skip', 'cancelled', 'canceled', '[-]'],
  archived: [],
}

/** The status for a written word: its name in any spelling, or a synonym. */
export const parseStatus = <Status extends keyof typeof statusWords>(written: string, statuses: readonly Status[]) => {
  const word = written
    .toLowerCase()
    .replace(/[*`"'.!]|\uFE0F/g, '')
    .trim()
    .replace(/(?<!\[)[\s_-]+/g, '_')
    // An emoji before a word.
    .replace(/^[\p{So}_]+(?=\p{L})/u, '')
  return statuses.find((status) => status === word || [...statusWords[status]].some((other) => other === word))
}

/** The status as written in a document, even if unknown. */
export const writtenStatus = (content: string) => {
  const block = findFrontMatter(linesOf(content))
  return 'errors' in block ? null : textOf(block.map, 'status')
}

/** Ids of plans and chunks. `.` and `..` are excluded, because browsers resolve them as folders in a URL. */
export const idPattern = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/

/** Reserved ids: names of pages below /plans, and `none`, which means no plan in the ledger. */
export const reservedIds = ['new', 'import', 'selected', 'none']

export const titleLength = 200

/** Parses the front matter of a plan (YAML between two `---` lines). Unknown members stay in the text. */
export const readFrontMatter = (
  lines: MarkdownLine[],
): { head: FrontMatter; end: number; warnings: Fault[] } | { errors: Fault[] } => {
  const block = findFrontMatter(lines)
  if ('errors' in block) return block
  const { map, close } = block
  const [id, title] = [textOf(map, 'id'), textOf(map, 'title')]
  const errors: Fault[] = []
  const warnings: Fault[] = []
  if (id === null) errors.push({ line: lineOf(block, 'id'), message: 'The front matter has no id.' })
  else if (!idPattern.test(id)) {
    const message = 'The id may have up to 100 letters, digits, dots, dashes and underscores.'
    errors.push({ line: lineOf(block, 'id'), message })
  } else if (reservedIds.includes(id)) {
    errors.push({ line: lineOf(block, 'id'), message: `The id can’t be ${id}. Choose another one.` })
  }
  if (title === null) errors.push({ line: lineOf(block, 'title'), message: 'The front matter has no title.' })
  else if (countCharacters(title) > titleLength) {
    errors.push({ line: lineOf(block, 'title'), message: `The title may have up to ${titleLength} characters.` })
  }
  if (errors.length > 0) return { errors }
  const hours = textOf(map, 'total_hours')
  const [, hoursSaid] = /^(\d{1,5}(?:[.,]\d+)?)(?: ?h(?:ours?)?)?$/i.exec(hours ?? '') ?? []
  if (hours !== null && hoursSaid === undefined) {
    warnings.push({
      line: lineOf(block, 'total_hours'),
      message: `unreadable hours “${hours}”. The plan has none.`,
    })
  }
  const written = textOf(map, 'status')
  const status = written === null ? undefined : parseStatus(written, planStatuses)
  if (written !== null && status === undefined) {
    warnings.push({
      line: lineOf(block, 'status'),
      message: `unknown status “${written}”. The plan counts as “In progress”.`,
    })
  }
  const head: FrontMatter = {
    id: id ?? '',
    title: title ?? '',
    created: textOf(map, 'created'),
    updated: textOf(map, 'updated'),
    total_hours: hoursSaid === undefined ? null : Number(hoursSaid.replace(',', '.')),
    status: status ?? (written === null ? 'not_started' : 'in_progress'),
    tags: tagsOf(map),
  }
  return { head, end: close + 1, warnings }
}

/** Formats a scalar as YAML: plain if that parses back as the same text, else in double quotes. */
const yamlOf = (value: string) =>
  /^[A-Za-z0-9][\w .+()/-]*(?:[\w.+()/-]:[\w.+()/-]+)*$/.test(value) && !value.endsWith(' ')
    ? value
    : JSON.stringify(value)

/** Formats a flow list, with quotes where an entry needs them. */
const yamlList = (values: string[]) =>
  `[${values.map((value) => (/^[A-Za-z][\w-]*$/.test(value) ? value : JSON.stringify(value))).join(', ')}]`

export type FrontMatterEdits = Partial<Record<'title' | 'updated' | 'status', string>> & {
  /** Null removes the line. */
  total_hours?: string | null
  tags?: string[]
}

/** Removes the line of a key with a scalar value on the same line. */
const withoutKey = (lines: MarkdownLine[], key: string): MarkdownLine[] => {
  const block = findFrontMatter(lines)
  if ('errors' in block || !scalar(block.map, key)) return lines
  const line = lineOf(block, key)
  return lines.filter((_, index) => index !== line - 1)
}

/**
 * Changes values of the front matter in place; comments and everything else are unchanged. Missing keys are added at
 * the end, except `updated`. The front matter must be valid.
 */
export const editFrontMatter = (lines: MarkdownLine[], edits: FrontMatterEdits): MarkdownLine[] => {
  const { tags, total_hours, ...texts } = edits
  const values = [
    ...Object.entries(texts).map(([key, value]) => [key, yamlOf(value)] as const),
    ...(typeof total_hours === 'string' ? [['total_hours', yamlOf(total_hours)] as const] : []),
    ...(tags ? [['tags', yamlList(tags)] as const] : []),
  ]
  const start = total_hours === null ? withoutKey(lines, 'total_hours') : lines
  return values.reduce((current, [key, value]) => {
    const block = findFrontMatter(current)
    if ('errors' in block) return current
    const { map, close } = block
    const node = map.get(key, true)
    const range = node && typeof node === 'object' && 'range' in node ? (node as Scalar).range : null
    if (!map.has(key)) return key === 'updated' ? current : insertLines(current, close, [`${key}: ${value}`])
    if (!range) return current
    const [open] = current
    const source = formatLines(current.slice(1, close))
    const start = range[0]
    const isBlockList = source.slice(range[0], range[1]).trimStart().startsWith('- ')
    const edited = isBlockList
      ? `${source.slice(0, start).replace(/[ \t\r\n]+$/, '')} ${value}${source.slice(range[1]).replace(/^(?!\r?\n)/, current[0]?.end ?? '\n')}`
      : `${source.slice(0, start)}${/[ \t]$/.test(source.slice(0, start)) ? '' : ' '}${value}${source.slice(range[1])}`
    return [...(open ? [open] : []), ...linesOf(edited), ...current.slice(close)]
  }, start)
}
