import { type DateRange, selectDays, selectFacts, upTo } from '../../ledger/facts'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { DaySum } from '../../ledger/schema'
import { allRows, part, sql } from '../../lib/sql'
import { type NameColumns, nameColumns, namesIn, withoutNames } from '../../sessions/named'
import { onDay, selectRows, sessionRows } from '../../sessions/queries'
import type { SessionOnDay } from '../../sessions/schema'
import type { RowCursor } from './schema'

/** A fact with its session: `seconds` of it count here, and `is_start` is 1 where it counts as a session. */
export type LedgerRow = SessionOnDay & { seconds: number; is_start: 0 | 1 }

/**
 * A page of rows, latest first, with the names of what they are for and the whole `seconds` of its days.
 * @param range null for all time
 */
export const rowsPage = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  range: DateRange | null,
  after: RowCursor | null,
  limit: number,
) => {
  const select = (columns: typeof onDay, count: number) =>
    selectRows(userId, selectFacts(userId, [filter], upTo(range, after?.date)), { after, limit: count, columns })
  const [found, days] = await Promise.all([
    sessionRows<LedgerRow & NameColumns>(
      sql(db)`${select(part`${onDay}, d.seconds, d.is_start, ${nameColumns}`, limit + 1)}`,
    ),
    allRows<DaySum>(sql(db)`
      WITH page AS MATERIALIZED (${select(part`d.date`, limit)})
      ${selectDays(userId, [filter], { from: part`(SELECT min(date) FROM page)`, to: part`(SELECT max(date) FROM page)` })}`),
  ])
  const rows = found.slice(0, limit).map(withoutNames)
  const last = found.length > limit ? rows.at(-1) : undefined
  const next: RowCursor | null = last
    ? {
        date: last.date,
        started_at: last.started_at,
        number: last.number,
        rows: (after?.rows ?? 0) + rows.length,
        seconds: rows.reduce((sum, row) => sum + row.seconds, after?.seconds ?? 0),
      }
    : null
  return {
    rows,
    next,
    names: namesIn(found),
    seconds: new Map(days.map(({ date, total_seconds }) => [date, total_seconds])),
  }
}
