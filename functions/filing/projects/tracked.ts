import { allRows, sql } from '../../lib/sql'

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
    SELECT project_id AS id, sum(seconds) AS total_seconds, sum(starts) AS session_count, min(date) AS first_date,
      max(date) AS last_date
    FROM session_days
    WHERE user_id = ${userId}
      AND project_id IN (SELECT value FROM json_each(${JSON.stringify(projects.map(({ id }) => id))}))
    GROUP BY project_id`)

/** Every session of some projects: running, planned and deleted ones too; `counted` is 0 for deleted ones. */
export const sessionsOfProjects = (db: D1Database, userId: string, ids: string[]) =>
  allRows<{ id: string; counted: number }>(sql(db)`
    SELECT id, deleted_at IS NULL AS counted
    FROM sessions
    WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
