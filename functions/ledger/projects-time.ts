import type { Range } from '../lib/days'
import type { User } from '../lib/env'
import { allRows, type SqlPart, sql } from '../lib/sql'
import { presetRange } from './range'
import { addUp, type DaySum, noTime, type Sums } from './schema'
import { series } from './series'

/** Time of the projects that a condition on `projects` selects, deleted ones too, by day, in order. */
const daysOfProjects = (db: D1Database, userId: string, condition: SqlPart, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    SELECT date, sum(seconds) AS total_seconds, sum(starts) AS session_count
    FROM session_days
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
      AND project_id IN (SELECT projects.id FROM projects WHERE projects.user_id = ${userId} AND ${condition})
    GROUP BY date
    ORDER BY date`)

const totalOfProjects = (db: D1Database, userId: string, condition: SqlPart) =>
  sql(db)`
    SELECT coalesce(sum(seconds), 0) AS total_seconds, coalesce(sum(starts), 0) AS session_count
    FROM session_days
    WHERE user_id = ${userId}
      AND project_id IN (SELECT projects.id FROM projects WHERE projects.user_id = ${userId} AND ${condition})`.first<Sums>()

/**
 * Time of the projects that a condition selects: of the last 90 days by week, and of all time. Read in one trip, because
 * no projects are looked up before. @param subject that counts the time of these projects
 */
export const projectsTime = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  subject: string,
  condition: SqlPart,
  today: string,
) => {
  const range = presetRange('90', today)
  const [days, all] = await Promise.all([daysOfProjects(db, id, condition, range), totalOfProjects(db, id, condition)])
  const periods = series(days, range, 'week', preferences.week_start)
  return { subject, range, today, group: 'week' as const, periods, ...addUp(periods), all: all ?? noTime }
}
export type ProjectsTime = Awaited<ReturnType<typeof projectsTime>>
