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

/** Records of a file. More would not fit into the memory of a Worker. */
export const recordsLimit = 100_000

/** Blank lines are counted apart, because a file may have one after each record. */
const linesLimit = 5 * recordsLimit

/** Problem of the last record that is read of a file with too many blank lines. */
export const tooManyLines = `The file has more than ${grouped(linesLimit)} lines. Split it, and import each part.`

const delimiters = [',', ';', '\t', '|']

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

const noClosingQuote = 'A quote opens here and never closes. Double any quote that belongs to the text.'
const strayText = 'There is text after a closing quote. Double any quote inside a quoted field.'

/** Each line with a stray quote is read again from the next line on. */
const strayLimit = 1_000
const tooManyStray = `More than ${grouped(strayLimit)} lines have a stray quote, so the lines from here on aren’t read.`

/** White space to Papa, which takes it behind a closing quote. */
const marks = ['\v', '\f', '\u2028', '\u2029']

/** Ends each line with a line feed, as Papa takes one line end for the whole file. `restored` undoes it in a cell. */
const withLineFeeds = (text: string) => {
  const mark = marks.find((sign) => !text.includes(sign)) ?? '\v'
  return {
    text: text.replace(/\r(?!\n)/g, `${mark}\n`),
    restored: (cell: string) => cell.replaceAll(`${mark}\n`, '\r'),
    /** The cells of a line. Papa ends the last one, unless it is quoted, at the line feed. */
    ended: (cells: string[], end: number, all: string) => {
      const last = cells.at(-1) ?? ''
      const isEnded = last.endsWith('\r') || last.endsWith(mark)
      const isPlain = all.startsWith(`${last}\n`, end - last.length - 1)
      return isEnded && isPlain ? [...cells.slice(0, -1), last.slice(0, -1)] : cells
    },
  }
}

/** Where the line ends that begins at a position, behind its line feed. */
const lineEnd = (text: string, from: number) => text.indexOf('\n', from) + 1 || text.length

/**
 * True where a cell holds a part of a row: its quote has swallowed the rest of its own row, or the beginning of another one.
 * Where both have their times outside of the cell, the record has too many cells.
 */
const hidesRow = (cells: string[], { delimiter, isRow }: CsvOptions) =>
  cells.some((cell) => cell.includes('\n') && cell.split('\n').some((line) => isRow?.(line.split(delimiter))))

/**
 * The records of a CSV text, blank lines left out. A line may end in any way. A record with a stray quote ends with its
 * line. Reading ends with the first record over `recordsLimit` below a header, at `tooManyLines` or at `tooManyStray`.
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
        // Behind a line that was cut, a quote may close what another one has opened.
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
