import { setExcluded } from '../../lib/db/conditions'
import { recoverableSince } from '../../lib/db/recoverable'
import { newSeq, orStale, part, sql, stale } from '../../lib/db/sql'
import { insertRows, memberNames, setRow } from '../../lib/resource/row-writes'
import { splitsOf } from '../../lib/time/hours'
import type { Billing, NewSession, SessionRow } from './schema'
import type { ResolvedTimes } from './times/resolve'

export type EditedSession = Pick<
  SessionRow,
  'id' | 'project_id' | 'goal_id' | 'title' | 'notes' | 'tags' | 'started_at' | 'ended_at' | 'duration_seconds'
> &
  Pick<SessionRow, 'time_zone' | 'day_start_minute'> & {
    /** Unchanged if missing. */
    artifacts?: string[]
    /** Unchanged, like the chunk, if missing. */
    plan_id?: string | null
    chunk_id?: string | null
    /** Unchanged if missing. */
    task_id?: string | null
  } & Partial<Billing>

/** Edits a session over version `seq`. Guard: rolls the batch back if it has changed since. */
export const updateSession = (db: D1Database, userId: string, edited: EditedSession, seq: number, now: number) => {
  const { days, hours } = splitsOf(edited)
  const { project_id, goal_id, plan_id, chunk_id = null, task_id, artifacts } = edited
  const { title, notes, started_at, ended_at, duration_seconds, time_zone } = edited
  const columns = {
    project_id,
    goal_id,
    title,
    notes,
    started_at,
    ended_at,
    duration_seconds,
    time_zone,
    tags: JSON.stringify(edited.tags),
    days: JSON.stringify(days),
    hours: JSON.stringify(hours),
    ...(plan_id !== undefined && { plan_id, chunk_id }),
    ...(task_id !== undefined && { task_id }),
    ...(edited.billable !== undefined && { billable: edited.billable }),
    ...(edited.hourly_rate !== undefined && { hourly_rate: edited.hourly_rate, currency: edited.currency ?? null }),
    ...(artifacts && { artifacts: JSON.stringify(artifacts) }),
    planned_until: ended_at > now ? ended_at : null,
  }
  return setRow(db, 'sessions', userId, edited.id, columns, now, part`AND seq = ${seq}`)
}

/** Adds a piece cut from a session. @param notes instead of the session's */
export const insertPiece = (
  db: D1Database,
  userId: string,
  of: Pick<SessionRow, 'id' | 'time_zone' | 'day_start_minute'>,
  piece: ResolvedTimes & { id: string },
  now: number,
  notes?: string,
) => {
  const { days, hours } = splitsOf({ ...piece, time_zone: of.time_zone, day_start_minute: of.day_start_minute })
  return [
    sql(db)`
      INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name,
        pr_number, branch, title, notes, tags, artifacts, started_at, ended_at, duration_seconds, days, hours, status,
        time_zone, day_start_minute, import_id, billable, hourly_rate, currency, planned_until, seq, created_at,
        updated_at)
      SELECT user_id, ${piece.id}, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name,
        pr_number, branch, title, coalesce(${notes ?? null}, notes), tags, artifacts, ${piece.started_at},
        ${piece.ended_at}, ${piece.duration_seconds}, ${JSON.stringify(days)}, ${JSON.stringify(hours)}, 'completed',
        time_zone, day_start_minute, import_id, billable, hourly_rate, currency, ${piece.ended_at > now ? piece.ended_at : null},
        ${newSeq(userId)}, ${now}, ${now}
      FROM sessions
      WHERE user_id = ${userId} AND id = ${of.id}`,
    orStale(db),
  ]
}

/** Guard after writes of sessions: rolls back if a project is deleted or merged, as a merge has moved its sessions. */
export const guardProjects = (db: D1Database, userId: string, projectIds: (string | null)[]) => {
  const ids = [...new Set(projectIds)].filter((id) => id !== null)
  if (ids.length === 0) return []
  return [
    sql(db)`
      SELECT CASE WHEN EXISTS (
        SELECT 1 FROM projects
        WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
          AND deleted_at IS NOT NULL)
      THEN ${stale} ELSE 1 END`,
  ]
}

/** Guard for edits: checks only new projects, because an unchanged project may be deleted. */
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

export const deleteSession = (db: D1Database, userId: string, id: string, now: number) =>
  setRow(db, 'sessions', userId, id, { deleted_at: now }, now)

/** Restores a session that was deleted in the last 30 days. */
export const restoreSession = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sessions
    SET deleted_at = NULL, updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at > ${recoverableSince(now)}`,
  orStale(db),
]

/** A session as submitted by a device; without an end it is running. Instants in epoch ms. */
export type PutSession = Pick<
  SessionRow,
  'id' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id' | 'title' | 'notes' | 'artifacts' | 'started_at'
> &
  Pick<SessionRow, 'time_zone' | 'day_start_minute' | 'created_at' | 'updated_at'> & {
    source: NewSession['source']
    ended_at: number | null
    duration_seconds: number | null
    deleted_at: number | null
  }

/** Columns of a session. A running session has no days and hours. @param now epoch ms */
const rowOf = (session: PutSession, now: number) => {
  const { ended_at, duration_seconds } = session
  return {
    ...session,
    ...(duration_seconds === null ? { days: [], hours: null } : splitsOf({ ...session, duration_seconds })),
    status: ended_at === null ? 'active' : 'completed',
    planned_until: ended_at !== null && ended_at > now ? ended_at : null,
  }
}

/**
 * Adds or overwrites sessions. Stored sessions keep their tags, task and repository. Triggers update the ledger. A
 * session that ends after `now` is planned. Without a guard: plan from a version (`guardSeq`).
 */
export const putSessions = (db: D1Database, userId: string, sessions: PutSession[], now: number) => {
  const rows = sessions.map((session) => rowOf(session, now))
  const replaced = memberNames(rows).filter((column) => column !== 'id' && column !== 'day_start_minute')
  const after = part`ON CONFLICT (user_id, id) DO UPDATE SET ${setExcluded([...replaced, 'seq'])}`
  return insertRows(db, 'sessions', userId, rows, { seq: newSeq(userId) }, after)
}
