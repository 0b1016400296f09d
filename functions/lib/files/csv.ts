import Papa from 'papaparse'
import { grouped } from '../text/format'
import { cleanLine } from '../text/text'

/**
 * Matches text that a spreadsheet would run as a formula, also after our guard. Some spreadsheets accept full-width
 * signs, and skip a line break before them.
 */
const wouldRun = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** Guards a cell against being run as a formula, by an apostrophe before it. */
export const guard = (text: string) => (wouldRun.test(text) ? `'${text}` : text)

/** Removes the guard. An apostrophe that was in the text itself is kept. */
export const unguard = (cell: string) => (cell.startsWith("'") && wouldRun.test(cell) ? cell.slice(1) : cell)

/** Joins lines into one cell. The lines contain no line breaks. */
export const joinLines = (lines: string[]) => lines.join('\n')

/** Splits a joined cell. Leaves out empty lines. */
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

/** Guards text that a spreadsheet would run. Removes NUL, because no spreadsheet or import opens such a file. */
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

/** Maximum number of records in a file. More would not fit into the memory of a Worker. */
export const recordsLimit = 100_000

/** Maximum lines. Blank lines have their own limit, because a file may have one after each record. */
const linesLimit = 5 * recordsLimit

/** Problem of the last record if a file has too many blank lines. */
export const tooManyLines = `The file has more than ${grouped(linesLimit)} lines. Split it, and import each part.`

const delimiters = [',', ';', '\t', '|']

/** Guesses the delimiter of CSV text: the candidate most frequent in its first line, outside quotes. */
export const delimiterOf = (text: string) => {
  const header = (/^[^\r\n]*/.exec(text.slice(0, 20_000))?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = delimiters.map((sign) => header.split(sign).length)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

type CsvOptions = {
  delimiter: string
  /** False for a table in which quotes have no special meaning. */
  hasQuotes?: boolean
  /** Distinguishes a row of the table from a line of text, so that a stray quote does not swallow rows. */
  isRow?: (cells: string[]) => boolean
}

const noClosingQuote = 'A quote opens here and never closes. Double any quote that belongs to the text.'
const strayText = 'There is text after a closing quote. Double any quote inside a quoted field.'

/** Maximum number of stray quotes. After each, parsing starts again from the next line. */
const strayLimit = 1_000
const tooManyStray = `More than ${grouped(strayLimit)} lines have a stray quote, so the lines from here on aren’t read.`

/** Characters that Papa treats as white space, so it allows them after a closing quote. */
const marks = ['\v', '\f', '\u2028', '\u2029']

/** Ends each line with a line feed, because Papa expects one line end in a file. `restored` undoes this in a cell. */
const withLineFeeds = (text: string) => {
  const mark = marks.find((sign) => !text.includes(sign)) ?? '\v'
  return {
    text: text.replace(/\r(?!\n)/g, `${mark}\n`),
    restored: (cell: string) => cell.replaceAll(`${mark}\n`, '\r'),
    /** Removes the rest of the line end from the last cell, because Papa cuts an unquoted cell at the line feed. */
    ended: (cells: string[], end: number, all: string) => {
      const last = cells.at(-1) ?? ''
      const isEnded = last.endsWith('\r') || last.endsWith(mark)
      const isPlain = all.startsWith(`${last}\n`, end - last.length - 1)
      return isEnded && isPlain ? [...cells.slice(0, -1), last.slice(0, -1)] : cells
    },
  }
}

/** Position after the line feed of the line that begins at `from`. */
const lineEnd = (text: string, from: number) => text.indexOf('\n', from) + 1 || text.length

/**
 * True if a quoted cell swallowed the rest of its own row, or the beginning of another row. If both parts have their
 * times outside the cell, the number of cells shows it instead.
 */
const hidesRow = (cells: string[], { delimiter, isRow }: CsvOptions) =>
  cells.some((cell) => cell.includes('\n') && cell.split('\n').some((line) => isRow?.(line.split(delimiter))))

/**
 * Parses CSV text with any line ends, without blank lines. A record with a stray quote ends with its line. Parsing
 * stops at the first record over `recordsLimit` (without the header), at `tooManyLines` or at `tooManyStray`.
 */
export const csvRecords = (whole: string, options: CsvOptions = { delimiter: ',' }) => {
  const { delimiter, hasQuotes = true, isRow } = options
  const { text, restored, ended } = withLineFeeds(whole)
  const records: CsvRecord[] = []
  let [line, start, stray, isCut, isOver] = [1, 0, 0, false, false]
  const endWith = (problem: string) => {
    records.push({ line, cells: [], problem })
    isOver = true
  }
  const add = (cells: string[], problem: string | null, end: number) => {
    const read = ended(cells, end, text).map(restored)
    if (problem || read.some((cell) => cell.trim() !== '')) records.push({ line, cells: read, problem })
    for (let at = start; at < end; at = lineEnd(text, at)) line += 1
    start = end
  }
  while (start < text.length && !isOver) {
    const from = start
    Papa.parse<string[]>(text.slice(from), {
      delimiter,
      newline: '\n',
      fastMode: hasQuotes ? undefined : true,
      step: ({ data: cells, errors: [error], meta: { cursor } }, parser) => {
        const end = from + cursor
        const width = records[0]?.cells.length ?? cells.length
        const cut = lineEnd(text, start)
        // After a line that was cut, a quote may close a quote of an earlier line.
        const isRest = isCut && (cut < end || cells.some((cell) => cell.includes('"')))
        const isDoubtful =
          isRow !== undefined && (isRest || (cut < end && cells.length !== width) || hidesRow(cells, options))
        if (line > linesLimit) endWith(tooManyLines)
        else if (error !== undefined || isDoubtful) {
          const problem = error?.code === 'InvalidQuotes' && cut === end ? strayText : noClosingQuote
          add(text.slice(start, cut).trimEnd().split(delimiter), problem, cut)
          isCut = true
          stray += 1
          if (stray > strayLimit) endWith(tooManyStray)
        } else {
          isCut &&= cells.length !== width
          add(cells, null, end)
        }
        isOver ||= records.length > recordsLimit + 1
        if (isOver || start < end) parser.abort()
      },
    })
    if (start === from) return records
  }
  return records
}
