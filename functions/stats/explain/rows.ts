import type { LedgerFilter } from '../../ledger/resolve-subject'
import { isoWeekday, type Range } from '../../lib/days'
import { type LedgerRow, namedRows, rowsBySubject } from '../../sessions/ledger-rows'
import type { SubjectNames } from '../../sessions/list/page'
import type { RowCursor } from './schema'

/** Rows read for a page of a weekday, or without something, which no index finds. */
const scanLimit = 500

/** True for what no index finds. */
export const isScanned = ({ weekday, without }: LedgerFilter) => weekday !== null || without !== null

const matches =
  ({ weekday, without }: LedgerFilter) =>
  (row: LedgerRow) =>
    (weekday === null || isoWeekday(row.date) === weekday) &&
    !(without === 'repo' && row.repo !== null) &&
    !(without === 'plan' && row.plan_id !== null) &&
    !(without === 'chunk' && row.chunk_id !== null)

const latestFirst = (a: LedgerRow, b: LedgerRow) =>
  a.date < b.date ? 1 : a.date > b.date ? -1 : b.started_at - a.started_at || b.number - a.number

/**
 * A page of rows, latest first; it may be short, even empty, before a next one. Has the names of one subject's rows, and
 * none for many subjects, of which a page shows few rows. @param range null for all time
 */
export const rowsPage = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  range: Range | null,
  after: RowCursor | null,
  limit: number,
): Promise<{ rows: LedgerRow[]; next: RowCursor | null; names?: SubjectNames }> => {
  const isScan = isScanned(filter)
  const readLimit = isScan ? scanLimit : limit + 1
  const [subject, ...others] = filter.subjects
  const named =
    subject !== undefined && others.length === 0 ? await namedRows(db, userId, subject, range, after, readLimit) : null
  const names = named?.names
  const found = named ? [named.rows] : await rowsBySubject(db, userId, filter, range, after, readLimit)
  const matching = found.flat().filter(matches(filter)).sort(latestFirst)
  const rows = matching.slice(0, limit)
  const unfinished = found.find((subjectRows) => isScan && subjectRows.length === readLimit)
  const last = matching.length > limit ? rows.at(-1) : unfinished?.at(-1)
  if (!last) return { rows, next: null, names }
  const { date, started_at, number } = last
  const seconds = rows.reduce((sum, row) => sum + row.seconds, after?.seconds ?? 0)
  return { rows, names, next: { date, started_at, number, rows: (after?.rows ?? 0) + rows.length, seconds } }
}
