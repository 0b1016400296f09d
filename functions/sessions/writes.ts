import { splitsOf } from '../lib/hours'
import { orStale, sql } from '../lib/sql'
import type { SessionRow } from './schema'

export type EditedSession = Pick<
  SessionRow,
  'id' | 'project_id' | 'goal_id' | 'title' | 'notes' | 'tags' | 'started_at' | 'ended_at' | 'duration_seconds'
> &
  Pick<SessionRow, 'time_zone' | 'day_start_minute'> & {
    /** Kept if missing. */
    artifacts?: string[]
    /** Kept with the chunk if missing. */
    plan_id?: string | null
    chunk_id?: string | null
    /** Kept if missing. */
    task_id?: string | null
  }

/** Edits the session at version `seq`. Guard: rolls the batch back if it changed since. */
export const updateSession = (db: D1Database, userId: string, edited: EditedSession, seq: number, now: number) => {
  const { days, hours } = splitsOf(edited)
  const keepsPlan = Number(edited.plan_id === undefined)
  return [
    sql(db)`
    UPDATE sessions
    SET project_id = ${edited.project_id}, goal_id = ${edited.goal_id},
        plan_id = iif(${keepsPlan}, plan_id, ${edited.plan_id ?? null}),
        chunk_id = iif(${keepsPlan}, chunk_id, ${edited.chunk_id ?? null}),
        task_id = iif(${Number(edited.task_id === undefined)}, task_id, ${edited.task_id ?? null}), title = ${edited.title},
        notes = ${edited.notes}, tags = ${JSON.stringify(edited.tags)},
        artifacts = coalesce(${edited.artifacts ? JSON.stringify(edited.artifacts) : null}, artifacts), started_at = ${edited.started_at},
        ended_at = ${edited.ended_at}, duration_seconds = ${edited.duration_seconds},
        planned_until = ${edited.ended_at > now ? edited.ended_at : null}, days = ${JSON.stringify(days)}, hours = ${JSON.stringify(hours)}, time_zone = ${edited.time_zone}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${edited.id} AND deleted_at IS NULL AND seq = ${seq}`,
    orStale(db),
  ]
}

/** Guard, after sessions: rolls back if a project is deleted or merged, for the merge moved its sessions already. */
export const guardProjects = (db: D1Database, userId: string, projectIds: (string | null)[]) => {
  const ids = [...new Set(projectIds)].filter((id) => id !== null)
  if (ids.length === 0) return []
  return [
    sql(db)`
      SELECT CASE WHEN EXISTS (
        SELECT 1 FROM projects
        WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
          AND deleted_at IS NOT NULL)
      THEN json('stale') ELSE 1 END`,
  ]
}

/** Guard for edits: checks new projects only, because a kept one may be deleted. */
export const guardNewProjects = (
  db: D1Database,
  userId: string,
  edits: { before: Pick<SessionRow, 'project_id'>; after: Pick<SessionRow, 'project_id'> }[],
) =>
  guardProjects(
    db,
    userId,
    edits.flatMap(({ before, after }) => (before.project_id === after.project_id ? [] : [after.project_id])),
  )

export const deleteSession = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sessions
    SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]

export const restoreSession = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sessions
    SET deleted_at = NULL, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`,
  orStale(db),
]
