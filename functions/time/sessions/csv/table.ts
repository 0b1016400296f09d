import { type CsvRecord, csvRecords, delimiterOf, recordsLimit, tooManyLines, unguard } from '../../../lib/files/csv'
import type { LeftOut } from '../../../lib/files/left-out'
import { grouped, plural } from '../../../lib/text/format'
import { tableOfJson } from '../formats/json-file'
import { timeTaggerTableReader } from '../formats/timetagger'
import { billingReads } from './billing'
import { type ColumnChoice, type ColumnGuess, columnsProblem, guessColumns } from './columns'
import { type DateOrder, type DetectedOrder, detectOrder, hasThousandsMarks } from './dates'
import { daymarkReader } from './daymark'
import {
  type CsvFormat,
  csvColumns,
  detectLayout,
  englishColumnName,
  entryColumns,
  type Format,
  isTranslatedColumn,
  quoteCell,
  rejectedColumns,
} from './entry'
import {
  cellReader,
  chosenTable,
  guessDurationUnit,
  type TableRowResult,
  tableFields,
  tableOfLayout,
  tableReader,
} from './layouts'

export type LogMember = { name: string; email: string; rows: number }

export type TableOptions = {
  time_zone: string
  /** Email or name of the person whose rows to import from a file with several people; null for no rows. */
  member?: string | ((members: LogMember[]) => string | null)
  /** Order of ambiguous dates. Default: the likeliest order. */
  date_order?: DateOrder
  /** Columns that the person chose for a table with this header. */
  columns?: (header: string[]) => ColumnChoice | null
}

/** A table that needs a choice of columns, with its first rows. */
export type UnknownTable = { header: string[]; rows: string[][]; guess: ColumnGuess }

const sampleRows = 5

/** Number of rows used to guess the columns. */
const guessedRows = 200

const tooManyRecords = `The file has more than ${grouped(recordsLimit)} rows. Split it, and import each part.`

/**
 * Reader of a row's person. Toggl's older layout has the column User, the newer one Member. @param chosen columns with
 * another meaning
 */
const personReader = (header: string[], format: Format, chosen: number[]) => {
  const column = csvColumns(header.map((name, at) => (chosen.includes(at) ? '' : name)))
  const [name, email] = [column('User', 'Member', 'Username', 'Employee', 'Person'), column('Email', 'E-mail')]
  const cell = cellReader(format)
  if (format === 'daymark' || (name.index < 0 && email.index < 0)) return null
  const read = (cells: string[]) => ({ name: cell(cells, name), email: cell(cells, email) })
  return { read, reads: [name.index, email.index] }
}

const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const membersOf = (people: { name: string; email: string }[]) => {
  const members = new Map<string, LogMember>()
  for (const { name, email } of people) {
    const known = (email || name).toLowerCase()
    if (known === '') continue
    const member = members.get(known) ?? { name, email, rows: 0 }
    members.set(known, { ...member, rows: member.rows + 1 })
  }
  return [...members.values()]
}

const chosenOf = (members: LogMember[], { member }: TableOptions) => {
  if (typeof member !== 'function') return member
  return members.length < 2 ? undefined : member(members)
}

/** True if several cells are dates or times. */
const hasTimes = (cells: string[]) => cells.filter((cell) => /^"?\d+[-/.:]\d/.test(cell.trim())).length > 1

/** Maximum number of lines in which the header is searched. */
const headLines = 30

/** Number of columns if a line can be a header with date, time and duration; else 0. */
const namedColumns = (names: string[]) => {
  const guess = guessColumns(names)
  return columnsProblem(guess, names.length) === null ? Object.keys(guess.columns).length : 0
}

/** The first line of a text, with further lines while a quote is open. */
const headLine = (text: string) => {
  const [line = ''] = /^[^\r\n]*/.exec(text) ?? []
  const isOpen = line.split('"').length % 2 === 0
  return isOpen ? (/^(?:[^"\r\n]|"[^"]*")*/.exec(text)?.[0] ?? line).replace(/[\r\n]+/g, ' ') : line
}

/** Start of the header, after titles or a line such as `sep=;`, and the table's delimiter. */
const headOf = (text: string) => {
  const [hint = '', separator] = /^\s*"?sep=(.)"?[^\r\n]*(?:\r\n|\r|\n)?/i.exec(text) ?? []
  const ends = [...text.slice(0, 20_000).matchAll(/\r\n|\r|\n/g)].slice(0, headLines)
  const lines = [0, ...ends.map(({ index, 0: end }) => index + end.length)].map((start) => {
    const line = headLine(text.slice(start, start + 20_000))
    const delimiter = delimiterOf(line)
    const { header } = withoutRejected(csvRecords(line, { delimiter })[0]?.cells ?? [])
    const layout = detectLayout(header)
    return { start, delimiter, format: 'format' in layout ? layout.format : null, columns: namedColumns(header) }
  })
  const [best] = lines.toSorted((a, b) => b.columns - a.columns)
  const other = { start: hint.length, delimiter: separator ?? delimiterOf(text.slice(hint.length)), format: null }
  return lines.find(({ format }) => format !== null) ?? (best && best.columns > 0 ? best : other)
}

/** Removes the columns that our download of rejected rows adds. */
const withoutRejected = (names: string[]) => {
  const isRejected = rejectedColumns.every((name, i) => names[i] === name)
  return { header: names.slice(isRejected ? rejectedColumns.length : 0), isRejected }
}

/** A table that begins with its header. */
const plainTable = ({ header, rows }: { header: string[]; rows: string[][] }) => ({
  header,
  layout: detectLayout(header),
  line: 0,
  leftOut: [],
  records: rows.map((cells, index): CsvRecord => ({ line: index + 1, cells, problem: null })),
})

export const tableOf = (whole: string) => {
  const found = tableOfJson(whole)
  if (found) return plainTable(found)
  const text = whole.replace(/^\uFEFF/, '')
  const { start, delimiter, format } = headOf(text)
  const above = text.slice(0, start).split(/\r\n|\r|\n/)
  // TimeTagger separates cells by tabs and does not quote, so a quote belongs to the text.
  const hasQuotes = format !== 'timetagger' || delimiter !== '\t'
  const [first, ...records] = csvRecords(text.slice(start), { delimiter, hasQuotes, isRow: hasTimes })
  const { header, isRejected } = withoutRejected(first?.cells ?? [])
  const layout = detectLayout(header)
  const guarded = isRejected || ('format' in layout && layout.format === 'daymark')
  const added = isRejected ? rejectedColumns.length : 0
  const plain = (cells: string[]) => (guarded ? cells.map(unguard) : cells).slice(added)
  const linesAbove = above.length - 1
  return {
    header,
    layout,
    line: linesAbove + (first?.line ?? 1),
    records: records.map((record) => ({ ...record, line: linesAbove + record.line, cells: plain(record.cells) })),
    leftOut: above.slice(0, linesAbove).flatMap((line, index) => {
      const isSaid = line.trim() !== '' && !/^\s*"?sep=/i.test(line)
      return isSaid ? [{ line: index + 1, what: quoteCell(line.trim()), reason: 'It is above the header.' }] : []
    }),
  }
}

/** Header and first rows of a table, for choosing its columns. */
export const unknownTable = ({
  header,
  records,
}: Pick<ReturnType<typeof tableOf>, 'header' | 'records'>): UnknownTable => {
  const rows = records.slice(0, guessedRows).map(({ cells }) => cells)
  const guess = guessColumns(header, rows)
  const unit = guessDurationUnit(chosenTable(header, guess), rows, 'dmy')
  const label = quoteCell(header[guess.columns.duration ?? -1]?.trim() ?? '')
  const question = unit === 'too small' ? `${label} is far less than from start to end. Choose what it is` : undefined
  return { header, rows: rows.slice(0, sampleRows), guess: { ...guess, question: guess.question ?? question } }
}

type Reader = {
  dates: DetectedOrder
  read: (cells: string[]) => TableRowResult | 'deleted'
  /** Names or indexes of the columns that it uses. */
  reads: (string | number)[]
}

/** Maximum number of records that are read in both orders to find the order of ambiguous dates. */
const orderSample = 5_000

/** Returns a reader of a format's rows, and the order of dates in the file. @param choice columns of another CSV */
const readerOf = (
  format: CsvFormat | 'csv',
  header: string[],
  records: CsvRecord[],
  choice: ColumnChoice,
  { time_zone, date_order }: TableOptions,
): Reader => {
  if (format === 'daymark') {
    const reads = [...entryColumns, 'plan_id', 'chunk_id', 'counted_seconds']
    return { dates: null, read: daymarkReader(header, time_zone), reads }
  }
  if (format === 'timetagger') {
    const reads = ['key', 'start', 'stop', 'tags', 'description']
    return { dates: null, read: timeTaggerTableReader(header, time_zone), reads }
  }
  const table = format === 'csv' ? chosenTable(header, choice) : tableOfLayout(format, header)
  const dated = (['date', 'start', 'end_date', 'end'] as const).map(table.at).filter(({ index }) => index >= 0)
  const usual = header.some(isTranslatedColumn)
    ? 'dmy'
    : (table.order ?? (/^(America|US)\//.test(time_zone) ? 'mdy' : 'dmy'))
  const found = detectOrder(
    dated.flatMap(({ index }) => records.map(({ cells }) => cells[index] ?? '')),
    usual,
  )
  // In the wrong order, sessions over midnight would last a month and be rejected.
  const fitting = (order: DateOrder, read = tableReader(table, time_zone, order)) =>
    found?.isSure === false ? records.slice(0, orderSample).filter(({ cells }) => 'entry' in read(cells)).length : 0
  const [dmy, mdy] = [fitting('dmy'), fitting('mdy')]
  const fitted = dmy === mdy ? found?.order : dmy > mdy ? 'dmy' : 'mdy'
  const order = date_order ?? choice.date_order ?? fitted ?? usual
  const dates = found && { order, isSure: found.isSure || dmy !== mdy }
  const reads = tableFields.map((field) => table.at(field).index)
  const rows = records.slice(0, orderSample).map(({ cells }) => cells)
  const isGrouped = hasThousandsMarks(rows.map((cells) => cells[table.at('duration').index] ?? ''))
  const lengths = guessDurationUnit(table, rows, order)
  const unit = lengths === 'too small' ? table.unit : lengths
  return { dates, read: tableReader({ ...table, unit, isGrouped }, time_zone, order), reads }
}

export type ReadTable = {
  format: Format
  header: string[]
  members: LogMember[]
  records: CsvRecord[]
  reading: (record: CsvRecord) => TableRowResult | 'deleted'
  dates: DetectedOrder
  columns: ColumnChoice | null
  leftOut: LeftOut[]
}

/** Reads a table with a known header, or with chosen columns. */
export const readTable = (
  text: string,
  options: TableOptions,
): ReadTable | { problem: string; unknown?: UnknownTable } => {
  const { header, layout, records, line, leftOut } = tableOf(text)
  if (records.length > recordsLimit) return { problem: tooManyRecords }
  if (records.at(-1)?.problem === tooManyLines) return { problem: tooManyLines }
  const columns = options.columns?.(header) ?? null
  if (columns === null && 'problem' in layout) {
    const hasColumns = Object.keys(guessColumns(header).columns).length > 0
    if (records.length === 0 && hasColumns) return { problem: 'The file has no rows.' }
    const isTable = records.length > 0 && header.length > 1
    if (!isTable) return layout
    const unknown = unknownTable({ header, records })
    const lacking = unknown.guess.columns.date === undefined ? null : columnsProblem(unknown.guess, header.length)
    return { problem: unknown.guess.question ?? lacking ?? layout.problem, unknown }
  }
  const wrong = columns && columnsProblem(columns, header.length)
  if (wrong) return { problem: wrong, unknown: unknownTable({ header, records }) }

  const format = columns === null && 'format' in layout ? layout.format : 'csv'
  const whole = ({ cells, problem }: CsvRecord) => problem === null && cells.length === header.length
  const person = personReader(header, format, Object.values(columns?.columns ?? {}))
  const members = person ? membersOf(records.filter(whole).map((record) => person.read(record.cells))) : []
  const member = chosenOf(members, options)
  const { dates, read, reads } = readerOf(format, header, records, columns ?? guessColumns(header), options)
  const isOther = (record: CsvRecord) => {
    if (member === undefined || person === null || !whole(record)) return false
    if (member === null) return true
    const { name, email } = person.read(record.cells)
    return !sameText(email, member) && !sameText(name, member)
  }
  const reading = (record: CsvRecord): TableRowResult | 'deleted' => {
    if (record.problem) return { reasons: [record.problem] }
    if (whole(record)) return read(record.cells)
    return { reasons: [`The row has ${plural(record.cells.length, 'column')}, the header ${header.length}.`] }
  }
  const own = member === null ? [] : records.filter((record) => !isOther(record))
  const reason = format === 'csv' ? 'No field is chosen for it.' : 'A session has no such field.'
  const names = header.map(englishColumnName)
  const readsToo = [...(person?.reads ?? []), ...billingReads(header)]
  const columnsLeft = header.flatMap((name, at) => {
    const own = names[at] ?? ''
    const isRead = [...reads, ...readsToo].includes(at) || (reads.includes(own) && names.indexOf(own) === at)
    const isEmpty = name.trim() === '' && records.every(({ cells }) => (cells[at] ?? '').trim() === '')
    return isRead || isEmpty ? [] : [{ line, what: `Column ${quoteCell(name.trim() || String(at + 1))}`, reason }]
  })
  const rowsLeft = members.flatMap(({ name, email, rows }) => {
    if (!member || sameText(email, member) || sameText(name, member)) return []
    return [{ line: 0, what: plural(rows, 'row'), reason: `Of ${name || email}, not of ${member}.` }]
  })
  return {
    format,
    header,
    members,
    dates,
    columns,
    records: own,
    reading,
    leftOut: [...leftOut, ...columnsLeft, ...rowsLeft],
  }
}
