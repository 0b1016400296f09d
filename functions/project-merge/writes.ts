import { part, type SqlPart, sql } from '../lib/sql'
import { sessionsOfEach } from '../projects/tracked'
import { moveLinked } from './linked'
import type { MergePair } from './schema'

/** Deletes projects whose sessions went to others. */
export const deleteMerged = (db: D1Database, userId: string, pairs: MergePair[], now: number) => sql(db)`
  UPDATE projects
  SET deleted_at = ${now}, merged_into = value ->> 'into', updated_at = ${now},
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM json_each(${JSON.stringify(pairs)})
  WHERE projects.user_id = ${userId} AND projects.id = value ->> 'from' AND projects.deleted_at IS NULL`

/** SELECT of the ids of sessions of projects that are merged. */
export const sessionsToMove = (userId: string, pairs: MergePair[]) => {
  const from = pairs.map((pair) => pair.from)
  return part`SELECT id FROM (${sessionsOfEach(userId, from)})`
}

/**
 * Moves sessions, as far as they are of projects that are merged, to those that these go into.
 * @param ids SELECT of their ids
 */
export const moveSessions = (db: D1Database, userId: string, ids: SqlPart, pairs: MergePair[], now: number) => sql(db)`
  UPDATE sessions
  SET project_id = value ->> 'into', updated_at = ${now},
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM json_each(${JSON.stringify(pairs)})
  WHERE sessions.user_id = ${userId} AND sessions.id IN (${ids})
    AND +sessions.project_id = value ->> 'from'`

/** Moves the sessions, plans, learnings and tasks of projects to others, deleted ones too, and deletes the projects. */
export const mergeProjects = (db: D1Database, userId: string, pairs: MergePair[], now: number) => [
  moveSessions(db, userId, sessionsToMove(userId, pairs), pairs, now),
  ...moveLinked(db, userId, pairs, now),
  deleteMerged(db, userId, pairs, now),
]
