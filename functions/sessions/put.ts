import { setExcluded } from '../lib/columns'
import { splitsOf } from '../lib/hours'
import { columnsIn, insertRows } from '../lib/resource/rows'
import { newSeq } from '../lib/resource/stored'
import { part } from '../lib/sql'
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

/** The columns of a session; it has no days and hours while it runs. @param now epoch ms */
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
 * Adds sessions, or writes them over stored ones, which keep their tags, task and repository. Triggers update the ledger;
 * one that ends after `now` is planned. Nothing guards them: plan from a version (`asPlannedAt`).
 */
export const putSessions = (db: D1Database, userId: string, sessions: PutSession[], now: number) => {
  const rows = sessions.map((session) => rowOf(session, now))
  const replaced = columnsIn(rows).filter((column) => column !== 'id' && column !== 'day_start_minute')
  const after = part`ON CONFLICT (user_id, id) DO UPDATE SET ${setExcluded([...replaced, 'seq'])}`
  return insertRows(db, 'sessions', userId, rows, { seq: newSeq(userId) }, after)
}
