import Papa from 'papaparse'
import { grouped } from './format'
import { cleanLine } from './text'

/**
 * Text that a spreadsheet would take for a formula, or that carries our guard against that already. Some read the
 * full-width signs as the ASCII ones, and skip a line break in front.
 */
const wouldRun = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** Text as a cell that no spreadsheet runs: with an apostrophe in front where it could. */
export const guard = (text: string) => (wouldRun.test(text) ? `'${text}` : text)

/** The text that was guarded; an apostrophe that the text had itself stays. */
export const unguard = (cell: string) => (cell.startsWith("'") && wouldRun.test(cell) ? cell.slice(1) : cell)

/** Tags hold no comma and no space at their ends, so this loses nothing. */
export const joinTags = (tags: string[]) => tags.join(', ')

/** Lines as one cell; they hold no line break. */
export const joinLines = (lines: string[]) => lines.join('\n')

/** Leaves out empty lines. */
export const splitLines = (cell: string) =>
  cell
    .split(/[\r\n]+/)
    .map(cleanLine)
    .filter(Boolean)

export const splitTags = (cell: string) => {
  const tags = cell.split(',').map((tag) => tag.trim())
  return [...new Set(tags)].filter((tag) => tag !== '')
}

const needsQuotes = /[",\r\n\uFEFF]|^ | $/

/** Guards text that a spreadsheet would run. Leaves NUL out, as no spreadsheet and no import opens a file with one. */
const cell = (value: string | number) => {
  if (typeof value === 'number') return String(value)
  const text = guard(value.replaceAll('\0', ''))
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (row: (string | number)[]) => `${row.map(cell).join(',')}\r\n`

/** A table as CSV with `fields` as its header. */
export const csv = (fields: string[], rows: (string | number)[][]) => [fields, ...rows].map(csvLine).join('')

/** A record of a CSV file. `line` is the physical line that it starts on, from 1. */
export type CsvRecord = { line: number; cells: string[]; problem: string | null }

/** Papa takes one line end for the whole file, from a sample; but people join files, and quotes hold others. */
const recordEnd = (text: string) => {
  const first = /\r\n|\n|\r/.exec(text)?.[0]
  if (first === '\r') return '\r'
  return /(?<!\r)\n/.test(text) ? '\n' : '\r\n'
}

/** How many lines end in a part of the text; `\r\n` is one end. */
const lineEnds = (text: string, from: number, to: number) => {
  let ends = 0
  for (let i = from; i < to; i += 1) {
    const character = text[i]
    if (character === '\n' || (character === '\r' && text[i + 1] !== '\n')) ends += 1
  }
  return ends
}

const quoteProblem = (code: string) =>
  code === 'MissingQuotes'
    ? 'A quote opens here and never closes, so the rest of the file can’t be read.'
    : 'There is text after a closing quote. Double any quote inside a quoted field.'

/** Records of a file. More would not fit into the memory of a Worker. */
export const recordsLimit = 100_000

/** Blank lines are counted apart, because a file may have one after each record. */
const linesLimit = 5 * recordsLimit

/** Problem of the last record that is read of a file with too many blank lines. */
export const tooManyLines = `The file has more than ${grouped(linesLimit)} lines. Split it, and import each part.`

const delimiters = [',', ';', '\t']

/** The delimiter of a CSV text: the candidate most frequent in its first line, outside of quotes. */
export const delimiterOf = (text: string) => {
  const header = (/^[^\r\n]*/.exec(text.slice(0, 20_000))?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = delimiters.map((sign) => header.split(sign).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

/**
 * The records of a CSV text, blank lines left out. Reading ends with the first one over `recordsLimit` below a header, or
 * at `tooManyLines`.
 */
export const csvRecords = (text: string, delimiter = ',') => {
  const records: CsvRecord[] = []
  const newline = recordEnd(text)
  let [line, start, rows] = [1, 0, 0]
  Papa.parse<string[]>(text, {
    delimiter,
    newline,
    step: ({ data: cells, errors, meta: { cursor } }, parser) => {
      rows += 1
      if (rows > linesLimit) records.push({ line, cells, problem: tooManyLines })
      if (records.length > recordsLimit + 1 || rows > linesLimit) return parser.abort()
      const last = cells.at(-1)
      const strayReturn = newline === '\n' && last?.endsWith('\r') && text.startsWith('\r\n', cursor - 2)
      if (strayReturn) cells[cells.length - 1] = last?.slice(0, -1) ?? ''
      const problem = errors[0] ? quoteProblem(errors[0].code) : null
      if (problem || cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, problem })
      line += lineEnds(text, start, cursor)
      start = cursor
    },
  })
  return records
}
