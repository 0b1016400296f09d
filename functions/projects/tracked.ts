import { sizesOfSessions } from '../changes/queries'
import { allRows, part, sql } from '../lib/sql'

export type TrackedSum = {
  id: string
  total_seconds: number
  session_count: number
  first_date: string
  last_date: string
}

/** Tracked time of projects. One that was never tracked has no row. */
export const trackedSums = (db: D1Database, userId: string, projects: { id: string }[]) =>
  allRows<TrackedSum>(sql(db)`
    SELECT value AS id, total_seconds, session_count,
      (SELECT date FROM session_days WHERE user_id = ${userId} AND subject = 'project:' || value
       ORDER BY date LIMIT 1) AS first_date,
      (SELECT date FROM session_days WHERE user_id = ${userId} AND subject = 'project:' || value
       ORDER BY date DESC LIMIT 1) AS last_date
    FROM json_each(${JSON.stringify(projects.map(({ id }) => id))}) CROSS JOIN total_stats
      ON user_id = ${userId} AND subject = 'project:' || value`)

/** Every session of some projects, running and deleted ones too; `counted` is 0 for deleted ones. */
export const sessionsOfProjects = (db: D1Database, userId: string, ids: string[]) =>
  allRows<{ id: string; counted: number }>(sql(db)`
    SELECT sessions.id, deleted_at IS NULL AS counted
    FROM json_each(${JSON.stringify(ids)}) CROSS JOIN sessions
      ON sessions.user_id = ${userId} AND sessions.project_id = value`)

/** Sizes of these sessions, of one more than a batch could write. */
export const sizesOfProjects = (db: D1Database, userId: string, ids: string[]) =>
  sizesOfSessions(
    db,
    userId,
    part`
      SELECT sessions.id FROM json_each(${JSON.stringify(ids)}) CROSS JOIN sessions
        ON sessions.user_id = ${userId} AND sessions.project_id = value`,
  )
