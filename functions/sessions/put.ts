import { splitsOf } from '../lib/hours'
import { jsonChunks, sql } from '../lib/sql'
import type { NewSession, SessionRow } from './schema'

/** A session as a device wants it, running without an end. Instants in epoch ms. */
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

/** Days and hours of the ledger; none while it runs. */
const splits = ({ duration_seconds, ...session }: PutSession) =>
  duration_seconds === null ? { days: [], hours: null } : splitsOf({ ...session, duration_seconds })

/**
 * Adds sessions, or writes them over stored ones, which keep their tags, task and repository. Triggers update the ledger;
 * one that ends after `now` is planned. Nothing guards them: plan from a version (`asPlannedAt`).
 */
export const putSessions = (db: D1Database, userId: string, rows: PutSession[], now: number) =>
  jsonChunks(rows.map((row) => ({ ...row, ...splits(row) }))).map(
    (chunk) => sql(db)`
      INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, title, notes, artifacts,
        started_at, ended_at, duration_seconds, days, hours, status, time_zone, day_start_minute, planned_until, seq,
        created_at, updated_at, deleted_at)
      SELECT ${userId}, value ->> 'id', value ->> 'source', value ->> 'project_id', value ->> 'goal_id',
        value ->> 'plan_id', value ->> 'chunk_id', value ->> 'title', value ->> 'notes', value -> 'artifacts',
        value ->> 'started_at', value ->> 'ended_at', value ->> 'duration_seconds', value -> 'days',
        nullif(value -> 'hours', 'null'), iif(value ->> 'ended_at' IS NULL, 'active', 'completed'),
        value ->> 'time_zone', value ->> 'day_start_minute',
        iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL),
        (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at', value ->> 'updated_at',
        value ->> 'deleted_at'
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, id) DO UPDATE
      SET source = excluded.source, project_id = excluded.project_id, goal_id = excluded.goal_id,
          plan_id = excluded.plan_id, chunk_id = excluded.chunk_id, title = excluded.title, notes = excluded.notes,
          artifacts = excluded.artifacts, started_at = excluded.started_at, ended_at = excluded.ended_at,
          duration_seconds = excluded.duration_seconds, days = excluded.days, hours = excluded.hours,
          status = excluded.status, time_zone = excluded.time_zone, planned_until = excluded.planned_until,
          seq = excluded.seq, created_at = excluded.created_at, updated_at = excluded.updated_at,
          deleted_at = excluded.deleted_at`,
  )
