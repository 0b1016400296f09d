import type { LedgerFilter } from '../../ledger/resolve-subject'
import { isoWeekday } from '../../lib/days'
import { type LedgerRow, namedRows, type RowRange } from '../../sessions/ledger-rows'
import type { SubjectNames } from '../../sessions/list/page'
import type { RowCursor } from './schema'

/** Rows read for a page of a weekday, or without something, which no index finds. */
const scanLimit = 500

/** True for what no index finds. */
const isScanned = ({ weekday, without, within }: LedgerFilter) =>
  weekday !== null || without !== null || within !== undefined

const matches =
  ({ weekday, without, within }: LedgerFilter) =>
  (row: LedgerRow) =>
    (!within || within.includes(`project:${row.project_id ?? 'none'}`)) &&
    (weekday === null || isoWeekday(row.date) === weekday) &&
    !(without === 'repo' && row.repo !== null) &&
    !(without === 'plan' && row.plan_id !== null) &&
    !(without === 'chunk' && row.chunk_id !== null) &&
    !(without === 'task' && row.task_id !== null)

const latestFirst = (a: LedgerRow, b: LedgerRow) =>
  a.date < b.date ? 1 : a.date > b.date ? -1 : b.started_at - a.started_at || b.number - a.number

/** A list of rows of one subject; `lastDay` is the whole time of its last date, where the list is full. */
type List = { rows: LedgerRow[]; lastDay: number | null }

const lastDate = ({ rows, lastDay }: List) => (lastDay === null ? '' : (rows.at(-1)?.date ?? ''))

const secondsOn = (list: List, isCounted: (row: LedgerRow) => boolean, date: string) =>
  lastDate(list) === date
    ? (list.lastDay ?? 0)
    : list.rows.reduce((sum, row) => sum + (row.date === date && isCounted(row) ? row.seconds : 0), 0)

/** True where a list that is cut does not tell the time of the date that it cuts: only some of its sessions count. */
const isCutBadly = ({ without, within }: LedgerFilter) => without !== null || within !== undefined

/** The whole time of dates but that on which the page goes on. */
const wholeDays = (lists: List[], filter: LedgerFilter, dates: string[], after: RowCursor | null) => {
  const isCounted = matches(filter)
  const known = dates.filter((date) => date !== after?.date)
  return new Map(known.map((date) => [date, lists.reduce((sum, list) => sum + secondsOn(list, isCounted, date), 0)]))
}

/** Before all rows of a date. */
const startOf = (date: string) => ({ date, started_at: 1e15 - 1, number: 1e15 - 1 })

/**
 * A page of rows, latest first, with their names; it may be short, even empty, before a next one. `seconds` are the
 * whole time of its days, but for the one on which it goes on. @param range null for all time
 */
export const rowsPage = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  range: RowRange | null,
  after: RowCursor | null,
  limit: number,
): Promise<{ rows: LedgerRow[]; next: RowCursor | null; names: SubjectNames; seconds: Map<string, number> }> => {
  const isScan = isScanned(filter)
  const readLimit = isScan
    ? Math.max(limit + 1, Math.floor(scanLimit / Math.max(filter.subjects.length, 1)))
    : limit + 1
  const { bySubjects, lastDays, names } = await namedRows(db, userId, filter, range, after, readLimit, {
    withLastDays: true,
  })
  const lists = bySubjects.map((rows, index): List => ({ rows, lastDay: lastDays[index] ?? null }))
  const full = bySubjects.flatMap((rows) => (isScan && rows.length === readLimit ? (rows.at(-1) ?? []) : []))
  // Below the last row of a subject that has more, some are missing.
  const [horizon] = full.sort(latestFirst)
  // A date is left to the next page where its time would not be known.
  const isLeft = horizon && isCutBadly(filter) && horizon.date !== after?.date
  const matching = bySubjects
    .flat()
    .filter(matches(filter))
    .filter((row) => !horizon || (isLeft ? row.date > horizon.date : latestFirst(row, horizon) <= 0))
    .sort(latestFirst)
  const rows = matching.slice(0, limit)
  const seconds = wholeDays(lists, filter, [...new Set(rows.map(({ date }) => date))], after)
  const end = isLeft ? startOf(horizon.date) : horizon
  const last = matching.length > limit ? rows.at(-1) : end
  if (!last) return { rows, next: null, names, seconds }
  const { date, started_at, number } = last
  const sum = rows.reduce((sum, row) => sum + row.seconds, after?.seconds ?? 0)
  const next = { date, started_at, number, rows: (after?.rows ?? 0) + rows.length, seconds: sum }
  return { rows, names, seconds, next }
}
