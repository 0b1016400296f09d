import type { Context } from 'hono'
import { clockTolerance } from '../../lib/api/kept-lines'
import { part, type SqlPart, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { parseTimer, type StoredTimer, timerColumns } from './queries'
import type { ActiveTimer } from './schema'

/** A signed-in browser. `lateAt`: arrival of its queued write (epoch ms); null if the write was not queued. */
export type Device = { signIn: string; lateAt: number | null }

export const deviceOf = ({ var: { access, isLate } }: Context<App>): Device | undefined =>
  access.by === 'browser' ? { signIn: access.sessionHash, lateAt: isLate ? Date.now() : null } : undefined

type TimerState = { status: 'active' | 'completed' | 'abandoned'; ended_at: number | null; deleted_at: number | null }

/** A session of the timer, with any status. */
export type TimedSession = ActiveTimer & TimerState

export const timedSession = async (
  db: D1Database,
  userId: string,
  id: string | SqlPart,
): Promise<TimedSession | null> => {
  const row = await sql(db)`
    SELECT ${timerColumns}, status, ended_at, deleted_at FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND source = 'timer'`.first<StoredTimer & TimerState>()
  return row && parseTimer(row)
}

/** The session that a device started last and has not stopped itself; null without one. */
export const readLastStarted = (db: D1Database, userId: string, { signIn }: Device) =>
  timedSession(db, userId, part`(SELECT timer_id FROM web_sessions WHERE id_hash = ${signIn})`)

/** Records the session that a device started or planned to end. Null after a Stop. */
export const recordStartedSession = (db: D1Database, device: Device | undefined, id: string | null) =>
  device ? [sql(db)`UPDATE web_sessions SET timer_id = ${id} WHERE id_hash = ${device.signIn}`] : []

/**
 * True if a queued start does not stop this timer, because the timer began later. For another device's timer, a start
 * within the clock tolerance before counts as later. @param last session that the start's device started last @param at
 * time of the start (epoch ms)
 */
export const keepsRunning = (active: ActiveTimer, last: TimedSession | null, at: number) =>
  active.started_at > (active.id === last?.id ? at : at - clockTolerance)
