import type { ChangeRow } from '../../changes/schema'
import { undoable } from '../../changes/writes'
import { splitsOf } from '../../lib/hours'
import { asPlannedAt, jsonChunks, sql } from '../../lib/sql'
import { guardNewProjects } from '../writes'
import type { BulkPlan, ChangedSession } from './plan'

const edited = ({ after }: ChangedSession) => {
  if (!after) return []
  const { number, project_id, goal_id, plan_id = null, chunk_id = null, task_id = null, tags, days } = after
  const { started_at, ended_at, time_zone, day_start_minute } = after
  const { hours } = splitsOf(after)
  const links = { project_id, goal_id, plan_id, chunk_id, task_id }
  return [{ number, ...links, tags, days, hours, started_at, ended_at, time_zone, day_start_minute }]
}

/**
 * Looked up by number: by user and id SQLite would scan all sessions of the user for each. Rows of a job that began
 * before they had a plan or a task keep theirs.
 */
const editSessions = (db: D1Database, userId: string, rows: ReturnType<typeof edited>, now: number) =>
  jsonChunks(rows).map(
    (chunk) => sql(db)`
      UPDATE sessions
      SET project_id = value ->> 'project_id', goal_id = value ->> 'goal_id',
        plan_id = iif(json_type(value, '$.plan_id') IS NULL, plan_id, value ->> 'plan_id'),
        chunk_id = iif(json_type(value, '$.chunk_id') IS NULL, chunk_id, value ->> 'chunk_id'),
        task_id = iif(json_type(value, '$.task_id') IS NULL, task_id, value ->> 'task_id'), tags = value -> 'tags',
        planned_until = iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL),
        days = value -> 'days', hours = value -> 'hours',
        started_at = value ->> 'started_at', ended_at = value ->> 'ended_at',
        time_zone = value ->> 'time_zone', day_start_minute = value ->> 'day_start_minute', updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${chunk}) AS edited
      WHERE sessions.number = edited.value ->> 'number' AND +sessions.user_id = ${userId} AND deleted_at IS NULL`,
  )

const deleteSessions = (db: D1Database, userId: string, ids: string[], now: number) =>
  jsonChunks(ids).map(
    (chunk) => sql(db)`
      UPDATE sessions
      SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(${chunk}))`,
  )

/** Undoable writes of a plan. Guard: rolls the batch back if the user wrote anything after `seq`. */
export const writePlan = (
  db: D1Database,
  userId: string,
  change: Pick<ChangeRow, 'id' | 'kind' | 'summary'>,
  plan: BulkPlan,
  seq: number,
  now: number,
) => [
  asPlannedAt(db, userId, seq),
  ...undoable(
    db,
    userId,
    change,
    { sessions: plan.changed.map(({ before }) => before.id) },
    [
      ...editSessions(db, userId, plan.changed.flatMap(edited), now),
      ...deleteSessions(
        db,
        userId,
        plan.changed.flatMap(({ before, after }) => (after ? [] : [before.id])),
        now,
      ),
      ...guardNewProjects(
        db,
        userId,
        plan.changed.flatMap(({ before, after }) => (after ? [{ before, after }] : [])),
      ),
    ],
    now,
  ),
]
