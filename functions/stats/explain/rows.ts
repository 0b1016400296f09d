import type { LedgerFilter } from '../../ledger/resolve-subject'
import { isoWeekday, type Range } from '../../lib/days'
import * as q from './queries'
import type { ExplainedRow, RowCursor } from './schema'

/** How many rows are looked at for a page of those that are not found by an index: a weekday's, or without something. */
const scanLimit = 500

const isWanted =
  ({ weekday, without }: LedgerFilter) =>
  (row: ExplainedRow) =>
    (weekday === null || isoWeekday(row.date) === weekday) &&
    !(without === 'repo' && row.has_repo) &&
    !(without === 'plan' && row.has_plan)

/** The later row first. */
const latestFirst = (a: ExplainedRow, b: ExplainedRow) =>
  a.date < b.date ? 1 : a.date > b.date ? -1 : b.started_at - a.started_at || b.number - a.number

/**
 * A page of the ledger rows of a subject in a range (null for all time), the latest first, and the place where it goes
 * on, null at the end. A page may have fewer rows than the limit, even none, and go on all the same.
 */
export const rowsPage = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  range: Range | null,
  after: RowCursor | null,
  limit: number,
): Promise<{ rows: ExplainedRow[]; next: RowCursor | null }> => {
  const isWalk = ledger.weekday !== null || ledger.without !== null
  const most = isWalk ? scanLimit : limit + 1
  const found = await q.rowsBySubject(db, userId, ledger, range, after, most)
  const wanted = found.flat().filter(isWanted(ledger)).sort(latestFirst)
  const rows = wanted.slice(0, limit)
  const cut = found.find((ofSubject) => isWalk && ofSubject.length === most)
  const last = wanted.length > limit ? rows.at(-1) : cut?.at(-1)
  if (!last) return { rows, next: null }
  const { date, started_at, number } = last
  const seconds = rows.reduce((sum, row) => sum + row.seconds, after?.seconds ?? 0)
  return { rows, next: { date, started_at, number, rows: (after?.rows ?? 0) + rows.length, seconds } }
}
