import { isEverything, readTotal } from '../../../ledger/facts'
import { sql } from '../../../lib/db/sql'
import { type FilteredView, viewFacts } from '../queries'
import { viewRange } from './view'

/** Sums of a whole view, without its cursor. Sessions that reach into its first day count, too. */
export const viewSums = async (db: D1Database, userId: string, view: FilteredView) => {
  if (!view.from && view.filters.every(isEverything)) {
    const { session_count, total_seconds } = await readTotal(db, userId, view.filters, viewRange(view))
    return { sessions: session_count, seconds: total_seconds }
  }
  const sums = await sql(db)`
    SELECT coalesce(sum(is_listed), 0) AS sessions, coalesce(sum(seconds), 0) AS seconds
    FROM (${viewFacts(userId, view)})`.first<{ sessions: number; seconds: number }>()
  return sums ?? { sessions: 0, seconds: 0 }
}

export type ViewSums = Awaited<ReturnType<typeof viewSums>>
