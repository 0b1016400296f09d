import { sizesOfSessions } from '../changes/queries'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'

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

const sessionsBy = (userId: string, project: SqlPart, projects: SqlPart) => part`
  SELECT session_id AS id, 1 AS counted
  FROM ${projects} session_days
  WHERE session_days.user_id = ${userId} AND subject = 'project:' || ${project} AND starts = 1
  UNION ALL
  SELECT sessions.id, sessions.deleted_at IS NULL
  FROM ${projects} sessions INDEXED BY sessions_uncounted_by_project
  WHERE sessions.user_id = ${userId} AND sessions.project_id = ${project} AND sessions.project_id IS NOT NULL
    AND (sessions.status <> 'completed' OR sessions.deleted_at IS NOT NULL OR sessions.planned_until IS NOT NULL)`

/**
 * SELECT of `id` and `counted` (0 for deleted ones) of every session of a project, running, planned and deleted ones
 * too. The ledger has those that it counts, and an index the others. @param project column of the outer statement
 */
export const sessionsOfProject = (userId: string, project: string) =>
  sessionsBy(userId, constant(project), constant(''))

/** `sessionsOfProject` for several projects. */
export const sessionsOfEach = (userId: string, ids: string[]) =>
  sessionsBy(userId, constant('value'), part`json_each(${JSON.stringify(ids)}) CROSS JOIN`)

/** Every session of some projects, running and deleted ones too; `counted` is 0 for deleted ones. */
export const sessionsOfProjects = (db: D1Database, userId: string, ids: string[]) =>
  allRows<{ id: string; counted: number }>(sql(db)`${sessionsOfEach(userId, ids)}`)

/** Sizes of these sessions, of one more than a batch could write. */
export const sizesOfProjects = (db: D1Database, userId: string, ids: string[]) =>
  sizesOfSessions(db, userId, part`SELECT id FROM (${sessionsOfEach(userId, ids)})`)
