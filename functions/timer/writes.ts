import { splitsOf } from '../lib/hours'
import { orStale, sql } from '../lib/sql'
import type { ActiveTimer } from './schema'

type Version = Pick<ActiveTimer, 'id' | 'seq'>

/** Starts a timer. The index `sessions_one_timer` allows one at a time: end the other in the same batch. */
export const insertTimer = (
  db: D1Database,
  userId: string,
  timer: Omit<ActiveTimer, 'number' | 'seq' | 'created_at' | 'updated_at' | 'last_heartbeat_at'>,
  now: number,
) => {
  // A start in the past is also a confirmation now, from which the check-in counts.
  const heartbeat = timer.started_at < now - 60_000 ? now : null
  return [
    sql(db)`
    INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, task_id, title, notes, tags,
      artifacts,
      started_at, status, last_heartbeat_at, time_zone, day_start_minute, seq, created_at, updated_at)
    SELECT ${userId}, ${timer.id}, 'timer', ${timer.project_id}, ${timer.goal_id}, ${timer.plan_id}, ${timer.chunk_id},
      ${timer.task_id},
      ${timer.title}, ${timer.notes}, ${JSON.stringify(timer.tags)}, ${JSON.stringify(timer.artifacts)}, ${timer.started_at}, 'active', ${heartbeat}, ${timer.time_zone}, ${timer.day_start_minute}, seq,
      ${now}, ${now}
    FROM change_heads
    WHERE user_id = ${userId}`,
    orStale(db),
  ]
}

type EndedTimer = Version & Pick<ActiveTimer, 'started_at' | 'time_zone' | 'day_start_minute'> & { ended_at: number }

/** Ends the timer at version `seq` as a finished session; a discarded one is deleted too, so that it can be restored. */
export const endTimer = (db: D1Database, userId: string, timer: EndedTimer, now: number, discarded = false) => {
  const duration_seconds = Math.floor((timer.ended_at - timer.started_at) / 1000)
  const { days, hours } = splitsOf({ ...timer, duration_seconds })
  return [
    sql(db)`
      UPDATE sessions
      SET status = 'completed', ended_at = ${timer.ended_at}, duration_seconds = ${duration_seconds},
          days = ${JSON.stringify(days)}, hours = ${JSON.stringify(hours)}, deleted_at = ${discarded ? now : null},
          updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND id = ${timer.id} AND seq = ${timer.seq} AND status = 'active'
        AND deleted_at IS NULL`,
    orStale(db),
  ]
}

/** Resumes a stopped or discarded timer at version `seq`. */
export const resumeTimer = (db: D1Database, userId: string, { id, seq }: Version, now: number) => [
  sql(db)`
    UPDATE sessions
    SET status = 'active', ended_at = NULL, duration_seconds = NULL, days = '[]', hours = NULL, deleted_at = NULL,
        updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND status = 'completed' AND source = 'timer'`,
  orStale(db),
]

/** Removes a running timer whose start is undone; without an end it cannot be restored. */
export const removeTimer = (db: D1Database, userId: string, { id, seq }: Version, now: number) => [
  sql(db)`
    UPDATE sessions
    SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND status = 'active' AND source = 'timer'
      AND deleted_at IS NULL`,
  orStale(db),
]

/** Edits the timer at version `seq`. A new start is also a confirmation, as in `insertTimer`. */
export const updateTimer = (db: D1Database, userId: string, timer: ActiveTimer, now: number) => [
  sql(db)`
    UPDATE sessions
    SET title = ${timer.title}, notes = ${timer.notes}, project_id = ${timer.project_id}, goal_id = ${timer.goal_id},
        plan_id = ${timer.plan_id}, chunk_id = ${timer.chunk_id}, task_id = ${timer.task_id},
        artifacts = ${JSON.stringify(timer.artifacts)}, tags = ${JSON.stringify(timer.tags)}, started_at = ${timer.started_at},
        last_heartbeat_at = iif(started_at = ${timer.started_at}, last_heartbeat_at, ${now}), updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${timer.id} AND seq = ${timer.seq} AND status = 'active' AND source = 'timer'
      AND deleted_at IS NULL`,
  orStale(db),
]

/** Records a heartbeat (epoch ms) without changing the version. */
export const beat = (db: D1Database, userId: string, now: number) =>
  sql(db)`
    UPDATE sessions
    SET last_heartbeat_at = max(coalesce(last_heartbeat_at, 0), ${now})
    WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`

/** Puts a task that the timer starts on in progress, if it is still to do. @param now epoch ms */
export const beginTask = (db: D1Database, userId: string, id: string | null, now: number) =>
  id === null
    ? []
    : [
        sql(db)`
          UPDATE tasks
          SET status = 'in_progress', updated_at = max(${now}, created_at + 1),
            seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
          WHERE user_id = ${userId} AND id = ${id} AND status = 'todo' AND deleted_at IS NULL`,
      ]
