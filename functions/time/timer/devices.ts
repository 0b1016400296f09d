import type { Context } from 'hono'
import { clockTolerance } from '../../lib/api/kept-lines'
import { part, type SqlPart, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { type StoredTimer, timerColumns, timerOf } from './queries'
import type { ActiveTimer } from './schema'

/** A signed-in browser. `lateAt` is when a write arrived that it had queued (epoch ms); null for any other write. */
export type Device = { signIn: string; lateAt: number | null }

export const deviceOf = ({ var: { access, isLate } }: Context<App>): Device | undefined =>
  access.by === 'browser' ? { signIn: access.sessionHash, lateAt: isLate ? Date.now() : null } : undefined

type TimerState = { status: 'active' | 'completed' | 'abandoned'; ended_at: number | null; deleted_at: number | null }

/** A session of the timer in any state. */
export type TimedSession = ActiveTimer & TimerState

export const timedSession = async (
  db: D1Database,
  userId: string,
  id: string | SqlPart,
): Promise<TimedSession | null> => {
  const row = await sql(db)`
    SELECT ${timerColumns}, status, ended_at, deleted_at FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND source = 'timer'`.first<StoredTimer & TimerState>()
  return row && timerOf(row)
}

/** The session that a device started last, and has not stopped itself; or null. */
export const lastStarted = (db: D1Database, userId: string, { signIn }: Device) =>
  timedSession(db, userId, part`(SELECT timer_id FROM web_sessions WHERE id_hash = ${signIn})`)

/** Notes the session that a device started, or whose end it planned; null for a stop. */
export const noteStarted = (db: D1Database, device: Device | undefined, id: string | null) =>
  device ? [sql(db)`UPDATE web_sessions SET timer_id = ${id} WHERE id_hash = ${device.signIn}`] : []

/**
 * True for a timer that a queued start does not stop: one of another device that began after it, or within the tolerance
 * for clocks before it.
 * @param last the session that the device of the start started last
 * @param at when the start was made (epoch ms)
 */
export const outlasts = (active: ActiveTimer, last: TimedSession | null, at: number) =>
  active.started_at > (active.id === last?.id ? at : at - clockTolerance)
