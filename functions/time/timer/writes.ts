import { constant, newSeq, orStale, part, type SqlPart, sql } from '../../lib/db/sql'
import { insertRow, setRow } from '../../lib/resource/row-writes'
import { splitsOf } from '../../lib/time/hours'
import type { FocusColumns } from './focus/state'
import { idAndKind } from './queries'
import type { ActiveTimer } from './schema'

type Version = Pick<ActiveTimer, 'id' | 'seq'>

const focusJson = (focus: FocusColumns['focus']) => focus && JSON.stringify(focus)

const runsAt = ({ seq }: Version) => part`AND seq = ${seq} AND status = 'active' AND source = 'timer'`

/**
 * Starts a timer. The index `sessions_one_timer` allows one at a time, so the batch must end any other. @param lateAt
 * arrival (epoch ms) of a late start while another timer runs: the session is unfinished until its device ends it
 */
export const insertTimer = (
  db: D1Database,
  userId: string,
  timer: Omit<ActiveTimer, 'number' | 'seq' | 'created_at' | 'updated_at' | 'last_heartbeat_at'>,
  now: number,
  lateAt: number | null = null,
) => {
  const { id, tags, artifacts, focus, ...columns } = timer
  const lists = { tags: JSON.stringify(tags), artifacts: JSON.stringify(artifacts), focus: focusJson(focus) }
  // A start in the past counts as a confirmation now, so that the check-in counts from now.
  const last_heartbeat_at = timer.started_at < now - 60_000 ? now : null
  const unfinished = { status: 'abandoned', ended_at: lateAt, duration_seconds: 0, hours: '[]' }
  const state = { last_heartbeat_at, ...(lateAt === null ? { status: 'active' } : unfinished) }
  return insertRow(db, 'sessions', userId, id, { ...columns, ...lists, ...state }, now)
}

type EndedTimer = Version &
  Pick<ActiveTimer, 'started_at' | 'time_zone' | 'day_start_minute'> & {
    ended_at: number
    /** End of the break or pause that follows (epoch ms), if any. */
    break_ends_at?: number | null
    /** The focus plan, if ending the timer changes it. */
    focus?: FocusColumns['focus']
  }

/** Ends the timer at version `seq` as a finished session. A discarded one is deleted, so that it can be restored. */
export const endTimer = (db: D1Database, userId: string, timer: EndedTimer, now: number, discarded = false) => {
  const duration_seconds = Math.floor((timer.ended_at - timer.started_at) / 1000)
  const { days, hours } = splitsOf({ ...timer, duration_seconds })
  const columns = {
    status: 'completed',
    ended_at: timer.ended_at,
    duration_seconds,
    deleted_at: discarded ? now : null,
    days: JSON.stringify(days),
    hours: JSON.stringify(hours),
    break_ends_at: timer.break_ends_at ?? null,
    ...(timer.focus && { focus: focusJson(timer.focus) }),
  }
  return setRow(db, 'sessions', userId, timer.id, columns, now, part`AND seq = ${timer.seq}`)
}

/** Resumes a stopped or discarded timer at version `seq`. */
export const resumeTimer = (db: D1Database, userId: string, { id, seq }: Version, now: number) => [
  sql(db)`
    UPDATE sessions
    SET status = 'active', ended_at = NULL, duration_seconds = NULL, days = '[]', hours = NULL, deleted_at = NULL,
        break_ends_at = NULL, focus = json_remove(focus, '$.paused'), updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND status = 'completed' AND source = 'timer'`,
  orStale(db),
]

/** Deletes a running timer whose start is undone. Without an end it cannot be restored. */
export const removeTimer = (db: D1Database, userId: string, timer: Version, now: number) =>
  setRow(db, 'sessions', userId, timer.id, { deleted_at: now }, now, runsAt(timer))

/** Edits the timer at version `seq`. A new start counts as a confirmation now. */
export const updateTimer = (db: D1Database, userId: string, timer: ActiveTimer, now: number) => {
  const { title, notes, project_id, goal_id, plan_id, chunk_id, task_id, started_at } = timer
  const columns = {
    title,
    notes,
    project_id,
    goal_id,
    plan_id,
    chunk_id,
    task_id,
    started_at,
    billable: timer.billable,
    hourly_rate: timer.hourly_rate,
    currency: timer.currency,
    artifacts: JSON.stringify(timer.artifacts),
    tags: JSON.stringify(timer.tags),
    last_heartbeat_at: part`iif(started_at = ${started_at}, last_heartbeat_at, ${now})`,
  }
  return setRow(db, 'sessions', userId, timer.id, columns, now, runsAt(timer))
}

/** Changes the focus of the running timer at version `seq`. */
export const updateFocus = (
  db: D1Database,
  userId: string,
  timer: Version,
  { focus, focus_ends_at }: FocusColumns,
  now: number,
) => setRow(db, 'sessions', userId, timer.id, { focus: focusJson(focus), focus_ends_at }, now, runsAt(timer))

/** Ends the break after a finished session at version `seq`, or changes its end. */
export const endRest = (
  db: D1Database,
  userId: string,
  { id, seq }: Version,
  now: number,
  break_ends_at: number | null = null,
) => setRow(db, 'sessions', userId, id, { break_ends_at }, now, part`AND seq = ${seq} AND break_ends_at IS NOT NULL`)

/** Sets the session of a meeting. */
export const linkMeeting = (
  db: D1Database,
  userId: string,
  meetingId: string,
  sessionId: string,
  now: number,
  condition: SqlPart = constant(''),
) => sql(db)`
    UPDATE meetings
    SET session_id = ${sessionId}, updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id = ${meetingId} AND deleted_at IS NULL ${condition}`

/**
 * Links the meeting that a timer starts, or deletes the planned session that it replaces. @param of see
 * `repeatedFields`
 */
export const replacePlanned = (db: D1Database, userId: string, of: string, sessionId: string, now: number) => {
  const { id, kind } = idAndKind(of)
  if (kind === 'meeting') return [linkMeeting(db, userId, id, sessionId, now)]
  if (kind !== 'planned') return []
  return setRow(db, 'sessions', userId, id, { deleted_at: now }, now, part`AND planned_until IS NOT NULL`).slice(0, 1)
}

/** Records a heartbeat (epoch ms) without changing the version. */
export const writeHeartbeat = (db: D1Database, userId: string, now: number) =>
  sql(db)`
    UPDATE sessions
    SET last_heartbeat_at = max(coalesce(last_heartbeat_at, 0), ${now})
    WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`

/** Sets the status of a task if `where` holds. Does nothing without an id. */
const setTask = (
  db: D1Database,
  userId: string,
  id: string | null,
  status: 'todo' | 'in_progress',
  now: number,
  where: SqlPart,
) =>
  id === null
    ? []
    : setRow(db, 'tasks', userId, id, { status, updated_at: part`max(${now}, created_at + 1)` }, now, where).slice(0, 1)

/** Sets a task to "in progress" when its timer starts, if it was to do. @param now epoch ms */
export const beginTask = (db: D1Database, userId: string, id: string | null, now: number) =>
  setTask(db, userId, id, 'in_progress', now, part`AND status = 'todo'`)

/** Sets a discarded timer's task back to "to do", unless it has other time. @param now epoch ms */
export const resetTask = (db: D1Database, userId: string, timer: Pick<ActiveTimer, 'id' | 'task_id'>, now: number) =>
  setTask(
    db,
    userId,
    timer.task_id,
    'todo',
    now,
    part`AND status = 'in_progress' AND NOT EXISTS (
      SELECT 1 FROM sessions
      WHERE sessions.user_id = tasks.user_id AND task_id = tasks.id AND sessions.id <> ${timer.id}
        AND sessions.deleted_at IS NULL)`,
  )
