import { part, sql } from '../../lib/sql'
import { type NameColumns, nameColumns, namesIn, withoutNames } from '../named'
import { type FilteredView, onDay, selectIn, sessionRows, viewFacts } from '../queries'
import type { ListedSession, SessionOnDay } from '../schema'
import { rangeOf } from './view'

/** A session with the seconds that count on a day of a page. */
export type Counted = Pick<ListedSession, 'id' | 'started_at' | 'days'> & { date: string; seconds: number }

type StoredCounted = Omit<Counted, 'days'> & { days: string }

/**
 * A page of a view, with one session more where there is another page, the names of what they are for, and everything
 * that the view counts on the days of the page and on those that its sessions reach into.
 */
export const pageIn = async (db: D1Database, userId: string, view: FilteredView, size: number) => {
  const page = selectIn(userId, view, size + 1, part`${onDay}, ${nameColumns}`)
  const dates = selectIn(userId, view, size, part`d.date, s.days ->> '$[#-1][0]' AS last_date`)
  const { to } = rangeOf(view)
  const [rows, counted] = await Promise.all([
    sessionRows<SessionOnDay & NameColumns>(sql(db)`${page}`),
    sql(db)`
      WITH page AS MATERIALIZED (${dates})
      SELECT s.id, s.started_at, s.days, d.date, d.seconds
      FROM (${viewFacts(userId, view, {
        from: part`(SELECT min(date) FROM page)`,
        to: part`min((SELECT max(last_date) FROM page), ${to})`,
      })}) AS d CROSS JOIN sessions AS s ON s.user_id = ${userId} AND s.id = d.session_id`.all<StoredCounted>(),
  ])
  return {
    sessions: rows.map(withoutNames),
    names: namesIn(rows),
    counted: counted.results.map(({ days, ...row }): Counted => ({ ...row, days: JSON.parse(days) })),
  }
}
