import { part, type SqlPart, sql } from '../../../lib/db/sql'
import { focusOf } from '../queries'
import { breakWaitsMs, type Rest } from './state'

/** JSON of the last break of a person; null without one, and once another timer was started. */
export const restJson = (userId: string, now: number): SqlPart => part`(
        SELECT json_object('id', id, 'seq', seq, 'title', title, 'ended_at', ended_at, 'focus', focus,
          'break_ends_at', break_ends_at)
        FROM sessions AS rested
        WHERE user_id = ${userId} AND break_ends_at > ${now - breakWaitsMs} AND status = 'completed' AND deleted_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM sessions
            WHERE sessions.user_id = ${userId} AND sessions.id > rested.id AND sessions.source = 'timer'
              AND sessions.deleted_at IS NULL)
        ORDER BY break_ends_at DESC LIMIT 1)`

export const restOf = (json: string | null): Rest | null => {
  if (json === null) return null
  const { focus, ...rest }: Omit<Rest, 'focus'> & { focus: string | null } = JSON.parse(json)
  return { ...rest, focus: focusOf(focus) }
}

/** The break that is taken while nothing runs, or null. @param now epoch ms */
export const lastRest = async (db: D1Database, userId: string, now: number) =>
  restOf(await sql(db)`SELECT ${restJson(userId, now)} AS rest`.first<string>('rest'))

/** Condition of sessions that lasted until their planned end: finished rounds. */
export const isFinishedRound = part`
  focus_ends_at > started_at AND started_at + duration_seconds * 1000 >= focus_ends_at AND status = 'completed'
  AND deleted_at IS NULL`
