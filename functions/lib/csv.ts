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

/** How many lines end in a part of the text; `\r\n` is one end. */
const lineEnds = (text: string, from: number, to: number) => {
  let ends = 0
  for (let i = from; i < to; i += 1) {
    const character = text[i]
    if (character === '\n' || (character === '\r' && text[i + 1] !== '\n')) ends += 1
  }
  return ends
}

/** Where the part of a text without quotes ends: at a delimiter, at the end of its line, or with the text. */
const plainEnd = (text: string, from: number, delimiter: string) => {
  let at = from
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1
  return at
}

/** Where the quote is that closes a cell; -1 for none. */
const closingQuote = (text: string, from: number) => {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

type CutRecord = Pick<CsvRecord, 'cells' | 'problem'> & { end: number }

/**
 * Reads a record up to its line end. A quote that does not fit is a character of its cell, and a problem of the record.
 * @param limit where a quoted cell has to be closed
 */
const recordAt = (text: string, start: number, { delimiter, hasQuotes = true }: CsvOptions, limit = text.length) => {
  const record: CutRecord = { cells: [], problem: null, end: start }
  for (let at = start; ; at = record.end + 1) {
    const close = hasQuotes && text[at] === '"' ? closingQuote(text, at + 1) : null
    const isClosed = close !== null && close >= 0 && close < limit
    const behind = isClosed ? plainEnd(text, close + 1, delimiter) : 0
    const isQuoted = isClosed && text.slice(close + 1, behind).trim() === ''
    if (close !== null && !isQuoted) record.problem ??= isClosed ? strayText : noClosingQuote
    record.end = isQuoted ? behind : plainEnd(text, at, delimiter)
    record.cells.push(isQuoted ? text.slice(at + 1, close).replaceAll('""', '"') : text.slice(at, record.end))
    if (text[record.end] !== delimiter) return record
  }
}

const noClosingQuote = 'A quote opens here and never closes. Double any quote that belongs to the text.'
const strayText = 'There is text after a closing quote. Double any quote inside a quoted field.'

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

type CsvOptions = {
  delimiter: string
  /** False for a table in which a quote is a character like others. */
  hasQuotes?: boolean
  /** Tells a row of the table from a line of a text, so that a stray quote swallows no row. */
  isRow?: (cells: string[]) => boolean
}

/** Where the row begins that a quote of the row at `start` has swallowed; undefined for none. */
const swallowedRow = (text: string, start: number, end: number, width: number, options: CsvOptions) => {
  const isRow = (from: number, limit?: number) => {
    const { cells } = recordAt(text, from, options, limit)
    return cells.length >= width && options.isRow?.(cells) === true
  }
  for (const { index, 0: lineEnd } of text.slice(start, end).matchAll(/\r\n|\n|\r/g)) {
    const at = start + index + lineEnd.length
    if (isRow(start, at) && (isRow(at) || isRow(at, plainEnd(text, at, '\n')))) return at
  }
}

/**
 * The records of a CSV text, blank lines left out. A line may end in any way. Reading ends with the first one over
 * `recordsLimit` below a header, or at `tooManyLines`.
 */
export const csvRecords = (text: string, options: CsvOptions = { delimiter: ',' }) => {
  const records: CsvRecord[] = []
  let line = 1
  for (let at = 0; at < text.length && records.length <= recordsLimit + 1; ) {
    const whole = recordAt(text, at, options)
    const width = records[0]?.cells.length ?? whole.cells.length
    const isWrong = whole.problem !== null || (options.isRow && whole.cells.length !== width)
    const limit = isWrong ? plainEnd(text, at, '\n') : swallowedRow(text, at, whole.end, width, options)
    const { cells, problem, end } = limit === undefined ? whole : recordAt(text, at, options, limit)
    if (line > linesLimit) return [...records, { line, cells, problem: tooManyLines }]
    if (problem || cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, problem })
    line += lineEnds(text, at, end) + 1
    at = end + (text.startsWith('\r\n', end) ? 2 : 1)
  }
  return records
}
