import type { LedgerFilter } from '../../ledger/resolve-subject'
import { isoWeekday, type Range } from '../../lib/days'
import { type LedgerRow, namedRows } from '../../sessions/ledger-rows'
import type { SubjectNames } from '../../sessions/list/page'
import type { RowCursor } from './schema'

/** Rows read for a page of a weekday, or without something, which no index finds. */
const scanLimit = 500

/** True for what no index finds. */
export const isScanned = ({ weekday, without, within }: LedgerFilter) =>
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

/** The time of the dates of which all rows were read: a list that is full, or a page that goes on, may cut one. */
const wholeDays = (bySubjects: LedgerRow[][], matching: LedgerRow[], after: RowCursor | null, limit: number) => {
  const cut = bySubjects.flatMap((rows) => (rows.length === limit ? (rows.at(-1)?.date ?? []) : []))
  const isWhole = (date: string) => date !== after?.date && cut.every((last) => date > last)
  const days = Map.groupBy(matching, ({ date }) => date)
  return new Map(
    [...days].flatMap(([date, rows]) =>
      isWhole(date) ? [[date, rows.reduce((sum, { seconds }) => sum + seconds, 0)] as const] : [],
    ),
  )
}

/**
 * A page of rows, latest first, with their names; it may be short, even empty, before a next one. `seconds` of days of
 * which all rows were read. @param range null for all time
 */
export const rowsPage = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  range: Range | null,
  after: RowCursor | null,
  limit: number,
): Promise<{ rows: LedgerRow[]; next: RowCursor | null; names: SubjectNames; seconds: Map<string, number> }> => {
  const isScan = isScanned(filter)
  const readLimit = isScan
    ? Math.max(limit + 1, Math.floor(scanLimit / Math.max(filter.subjects.length, 1)))
    : limit + 1
  const { bySubjects, names } = await namedRows(db, userId, filter, range, after, readLimit)
  const full = bySubjects.flatMap((rows) => (isScan && rows.length === readLimit ? (rows.at(-1) ?? []) : []))
  // Below the last row of a subject that has more, some are missing.
  const [horizon] = full.sort(latestFirst)
  const matching = bySubjects
    .flat()
    .filter(matches(filter))
    .filter((row) => !horizon || latestFirst(row, horizon) <= 0)
    .sort(latestFirst)
  const seconds = wholeDays(bySubjects, matching, after, readLimit)
  const rows = matching.slice(0, limit)
  const last = matching.length > limit ? rows.at(-1) : horizon
  if (!last) return { rows, next: null, names, seconds }
  const { date, started_at, number } = last
  const sum = rows.reduce((sum, row) => sum + row.seconds, after?.seconds ?? 0)
  const next = { date, started_at, number, rows: (after?.rows ?? 0) + rows.length, seconds: sum }
  return { rows, names, seconds, next }
}
