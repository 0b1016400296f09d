import { splitDays } from '../lib/days'
import { orStale, sql } from '../lib/sql'
import type { SessionRow } from './schema'

/** What an edit leaves of a session; its split into local days follows from it. */
export type EditedSession = Pick<
  SessionRow,
  'id' | 'project_id' | 'goal_id' | 'title' | 'notes' | 'tags' | 'started_at' | 'ended_at' | 'duration_seconds'
> &
  Pick<SessionRow, 'time_zone' | 'day_start_minute'> & {
    /** Stay as they are unless given. */
    artifacts?: string[]
  }

/** Edits the session as it was at `seq`; one that has moved on since undoes the batch. */
export const updateSession = (db: D1Database, userId: string, edited: EditedSession, seq: number, now: number) => [
  sql(db)`
    UPDATE sessions
    SET project_id = ${edited.project_id}, goal_id = ${edited.goal_id}, title = ${edited.title},
        notes = ${edited.notes}, tags = ${JSON.stringify(edited.tags)},
        artifacts = coalesce(${edited.artifacts ? JSON.stringify(edited.artifacts) : null}, artifacts), started_at = ${edited.started_at},
        ended_at = ${edited.ended_at}, duration_seconds = ${edited.duration_seconds},
        days = ${JSON.stringify(splitDays(edited.started_at, edited.duration_seconds, edited))},
        time_zone = ${edited.time_zone}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${edited.id} AND deleted_at IS NULL AND seq = ${seq}`,
  orStale(db),
]

export const deleteSession = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sessions
    SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]

/** Brings a deleted session back, its ledger with it. */
export const restoreSession = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sessions
    SET deleted_at = NULL, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`,
  orStale(db),
]
