import { unguard } from '../../lib/csv/cells'
import { type CsvRecord, csvRecords, recordsLimit, tooManyLines } from '../../lib/csv/records'
import type { Zone } from '../../lib/days'
import { grouped, plural } from '../../lib/format'
import { eachWithPauses } from '../../lib/pauses'
import { firstCharacters } from '../../lib/text'
import { rowsReasons } from '../rows-limit'
import { daymarkReader } from './daymark'
import type { LogEntry, RowResult } from './entry'
import { columnsOf, type Format, layoutOf, rejectedColumns } from './header'
import { keysOf } from './key'
import { togglCell, togglReader } from './toggl'

/** `line` is its first line in the file, `key` its import key. */
export type LogRow = LogEntry & { line: number; key: string }

export type Rejected = { line: number; reason: string; raw: string[] }

export type Member = { name: string; email: string; rows: number }

export type TimeLog = {
  format: Format
  members: Member[]
  rows: LogRow[]
  /** The first ones. */
  rejected: Rejected[]
  rejected_count: number
  header: string[]
}

/** Zone of rows without one, and the member (email or name) whose rows to take: of a file with several, null for none. */
type ReadOptions = Zone & {
  member?: string | ((members: Member[]) => string | null)
  allRejected?: boolean
}

/** Rejected rows that are listed; the download has all. */
export const rejectedLimit = 1_000

const reasonCharacters = 500

const tooManyRecords = `The file has more than ${grouped(recordsLimit)} rows. Split it, and import each part.`

const fileProblem = (text: string) => {
  if (text.trim() === '') return 'The file is empty.'
  if (text.includes('\0')) return 'The file is not text. Export the report as CSV.'
  if (/^\s*</.test(text)) return 'The file is a web page or XML, not CSV.'
  if (/^\s*[[{]/.test(text)) return 'The file is JSON, not CSV.'
  return null
}

/** Toggl's older layout has the column User, the newer Member. */
const personReader = (header: string[], format: Format) => {
  const column = columnsOf(header)
  const [name, email] = [column('User', 'Member'), column('Email')]
  const cell = togglCell(format)
  if (format === 'daymark' || (name.index < 0 && email.index < 0)) return null
  return (cells: string[]) => ({ name: cell(cells, name), email: cell(cells, email) })
}

type Person = { name: string; email: string }

const sameText = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const membersOf = (people: Person[]) => {
  const members = new Map<string, Member>()
  for (const { name, email } of people) {
    const known = (email || name).toLowerCase()
    if (known === '') continue
    const member = members.get(known) ?? { name, email, rows: 0 }
    members.set(known, { ...member, rows: member.rows + 1 })
  }
  return [...members.values()]
}

const chosenOf = (members: Member[], { member }: ReadOptions) => {
  if (typeof member !== 'function') return member
  return members.length < 2 ? undefined : member(members)
}

const tableOf = (text: string) => {
  const [first, ...records] = csvRecords(text.replace(/^\uFEFF/, ''))
  const names = first?.cells ?? []
  const fromRejected = rejectedColumns.every((name, i) => names[i] === name)
  const added = fromRejected ? rejectedColumns.length : 0
  const header = names.slice(added)
  const layout = layoutOf(header)
  const guarded = fromRejected || ('format' in layout && layout.format === 'daymark')
  const plain = (cells: string[]) => (guarded ? cells.map(unguard) : cells).slice(added)
  return { header, layout, records: records.map((record) => ({ ...record, cells: plain(record.cells) })) }
}

/** The cells of rows by the lines they start on, as a rejected row has them. */
export const cellsOfLines = (text: string, lines: Set<number>) =>
  new Map(tableOf(text).records.flatMap(({ line, cells }) => (lines.has(line) ? [[line, cells]] : [])))

/** Reads Toggl Track's detailed report in either layout, or Daymark's own CSV. */
export const readTimeLog = async (text: string, options: ReadOptions): Promise<TimeLog | { problem: string }> => {
  const problem = fileProblem(text)
  if (problem) return { problem }
  const { header, layout, records } = tableOf(text)
  if ('problem' in layout) return layout
  if (records.length > recordsLimit) return { problem: tooManyRecords }
  if (records.at(-1)?.problem === tooManyLines) return { problem: tooManyLines }
  const { format } = layout

  const whole = ({ cells, problem }: CsvRecord) => problem === null && cells.length === header.length
  const person = personReader(header, format)
  const members = person ? membersOf(records.filter(whole).map((record) => person(record.cells))) : []
  const member = chosenOf(members, options)
  if (member === null) return { format, members, rows: [], rejected: [], rejected_count: 0, header }
  const isOther = (record: CsvRecord) => {
    if (member === undefined || person === null || !whole(record)) return false
    const { name, email } = person(record.cells)
    return !sameText(email, member) && !sameText(name, member)
  }
  const read =
    format === 'daymark' ? daymarkReader(header, options.time_zone) : togglReader(header, format, options.time_zone)
  const limited = (result: RowResult): RowResult => {
    if (!('entry' in result)) return result
    const { entry } = result
    const day_start_minute = entry.day_start_minute ?? options.day_start_minute
    const reasons = rowsReasons({
      ...entry,
      day_start_minute,
      project_id: entry.project,
      goal_id: entry.goal,
      plan_id: entry.plan,
      chunk_id: entry.chunk,
      task_id: entry.task_id ?? entry.task,
      import_id: '-',
    })
    return reasons.length > 0 ? { reasons } : result
  }
  const reading = (record: CsvRecord): RowResult => {
    if (record.problem) return { reasons: [record.problem] }
    if (whole(record)) return limited(read(record.cells))
    return { reasons: [`The row has ${plural(record.cells.length, 'column')}, the header ${header.length}.`] }
  }

  const rejected: Rejected[] = []
  let rejectedCount = 0
  const good: (Extract<RowResult, { entry: LogEntry }> & { line: number })[] = []
  await eachWithPauses(records, (record) => {
    if (isOther(record)) return
    const result = reading(record)
    if ('entry' in result) {
      good.push({ ...result, line: record.line })
      return
    }
    rejectedCount += 1
    if (!options.allRejected && rejectedCount > rejectedLimit) return
    const reason = firstCharacters(result.reasons.join(' '), reasonCharacters)
    rejected.push({ line: record.line, reason, raw: record.cells })
  })
  const keys = await keysOf(good)
  return {
    format,
    members,
    rows: good.map(({ entry, line }, i) => ({ ...entry, line, key: keys[i] ?? '' })),
    rejected,
    rejected_count: rejectedCount,
    header,
  }
}
