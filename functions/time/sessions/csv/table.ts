import { type CsvRecord, csvRecords, delimiterOf, recordsLimit, tooManyLines, unguard } from '../../../lib/csv'
import { grouped, plural } from '../../../lib/format'
import { timeTaggerTableReader } from '../formats/timetagger'
import { type ColumnChoice, columnsProblem, guessColumns } from './columns'
import { type DateOrder, type FoundOrder, findOrder } from './dates'
import { daymarkReader } from './daymark'
import { type CsvFormat, columnsOf, type Format, layoutOf, rejectedColumns } from './entry'
import { cellReader, chosenTable, type TableRow, tableOfLayout, tableReader } from './layouts'

export type Member = { name: string; email: string; rows: number }

export type TableOptions = {
  time_zone: string
  /** Email or name of whose rows to take: of a file with several people, null for none. */
  member?: string | ((members: Member[]) => string | null)
  /** How to read dates that could be either; unset for how they seem to be written. */
  date_order?: DateOrder
  /** The columns that a person chose of a table with that header. */
  columns?: (header: string[]) => ColumnChoice | null
}

/** A table whose columns a person has to choose, with its first rows. */
export type UnknownTable = { header: string[]; rows: string[][]; guess: ColumnChoice }

const sampleRows = 5

const tooManyRecords = `The file has more than ${grouped(recordsLimit)} rows. Split it, and import each part.`

/** Toggl's older layout has the column User, the newer Member. */
const personReader = (header: string[], format: Format) => {
  const column = columnsOf(header)
  const [name, email] = [column('User', 'Member'), column('Email', 'E-mail')]
  const cell = cellReader(format)
  if (format === 'daymark' || format === 'csv' || (name.index < 0 && email.index < 0)) return null
  return (cells: string[]) => ({ name: cell(cells, name), email: cell(cells, email) })
}

const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const membersOf = (people: { name: string; email: string }[]) => {
  const members = new Map<string, Member>()
  for (const { name, email } of people) {
    const known = (email || name).toLowerCase()
    if (known === '') continue
    const member = members.get(known) ?? { name, email, rows: 0 }
    members.set(known, { ...member, rows: member.rows + 1 })
  }
  return [...members.values()]
}

const chosenOf = (members: Member[], { member }: TableOptions) => {
  if (typeof member !== 'function') return member
  return members.length < 2 ? undefined : member(members)
}

export const tableOf = (text: string) => {
  const plainText = text.replace(/^\uFEFF/, '')
  const [first, ...records] = csvRecords(plainText, delimiterOf(plainText))
  const names = first?.cells ?? []
  const fromRejected = rejectedColumns.every((name, i) => names[i] === name)
  const added = fromRejected ? rejectedColumns.length : 0
  const header = names.slice(added)
  const layout = layoutOf(header)
  const guarded = fromRejected || ('format' in layout && layout.format === 'daymark')
  const plain = (cells: string[]) => (guarded ? cells.map(unguard) : cells).slice(added)
  return { header, layout, records: records.map((record) => ({ ...record, cells: plain(record.cells) })) }
}

/** Header and first rows of a table, to choose its columns. */
export const unknownTable = ({
  header,
  records,
}: Pick<ReturnType<typeof tableOf>, 'header' | 'records'>): UnknownTable => {
  return { header, rows: records.slice(0, sampleRows).map(({ cells }) => cells), guess: guessColumns(header) }
}

type Reader = { dates: FoundOrder; read: (cells: string[]) => TableRow | 'deleted' }

/** The reader of a format's rows, and how the dates of its file are written. @param choice columns of any other CSV */
const readerOf = (
  format: CsvFormat | 'csv',
  header: string[],
  records: CsvRecord[],
  choice: ColumnChoice,
  { time_zone, date_order }: TableOptions,
): Reader => {
  if (format === 'daymark') return { dates: null, read: daymarkReader(header, time_zone) }
  if (format === 'timetagger') return { dates: null, read: timeTaggerTableReader(header, time_zone) }
  const table = format === 'csv' ? chosenTable(header, choice) : tableOfLayout(format, header)
  const dated = (['date', 'start', 'end_date', 'end'] as const).map(table.at).filter(({ index }) => index >= 0)
  const usual = table.order ?? (/^(America|US)\//.test(time_zone) ? 'mdy' : 'dmy')
  const found = findOrder(
    dated.flatMap(({ index }) => records.map(({ cells }) => cells[index] ?? '')),
    usual,
  )
  const dates = found && { ...found, order: date_order ?? choice.date_order ?? found.order }
  return { dates, read: tableReader(table, time_zone, dates?.order ?? usual) }
}

export type ReadTable = {
  format: Format
  header: string[]
  members: Member[]
  records: CsvRecord[]
  reading: (record: CsvRecord) => TableRow | 'deleted'
  dates: FoundOrder
  columns: ColumnChoice | null
}

/** Reads a table that is known by its header, or one of which a person chose the columns. */
export const readTable = (
  text: string,
  options: TableOptions,
): ReadTable | { problem: string; unknown?: UnknownTable } => {
  const { header, layout, records } = tableOf(text)
  if (records.length > recordsLimit) return { problem: tooManyRecords }
  if (records.at(-1)?.problem === tooManyLines) return { problem: tooManyLines }
  const columns = options.columns?.(header) ?? null
  if (columns === null && 'problem' in layout) {
    const hasColumns = Object.keys(guessColumns(header).columns).length > 0
    if (records.length === 0 && hasColumns) return { problem: 'The file has no rows.' }
    const isTable = records.length > 0 && header.length > 1
    return { ...layout, ...(isTable && { unknown: unknownTable({ header, records }) }) }
  }
  const wrong = columns && columnsProblem(columns, header.length)
  if (wrong) return { problem: wrong, unknown: unknownTable({ header, records }) }

  const format = columns === null && 'format' in layout ? layout.format : 'csv'
  const whole = ({ cells, problem }: CsvRecord) => problem === null && cells.length === header.length
  const person = personReader(header, format)
  const members = person ? membersOf(records.filter(whole).map((record) => person(record.cells))) : []
  const member = chosenOf(members, options)
  const { dates, read } = readerOf(format, header, records, columns ?? guessColumns(header), options)
  const isOther = (record: CsvRecord) => {
    if (member === undefined || person === null || !whole(record)) return false
    if (member === null) return true
    const { name, email } = person(record.cells)
    return !sameText(email, member) && !sameText(name, member)
  }
  const reading = (record: CsvRecord): TableRow | 'deleted' => {
    if (record.problem) return { reasons: [record.problem] }
    if (whole(record)) return read(record.cells)
    return { reasons: [`The row has ${plural(record.cells.length, 'column')}, the header ${header.length}.`] }
  }
  const own = member === null ? [] : records.filter((record) => !isOther(record))
  return { format, header, members, dates, columns, records: own, reading }
}
