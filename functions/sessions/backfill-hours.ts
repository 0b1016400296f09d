import { splitHours } from '../lib/hours'
import { commit, jsonChunks, sql } from '../lib/sql'
import type { ListedSession } from './schema'

const batchSize = 500

type SessionWithoutHours = Pick<
  ListedSession,
  'number' | 'started_at' | 'duration_seconds' | 'time_zone' | 'day_start_minute'
>

/** Fills in hours of sessions from before the column, whose time the ledger keeps under `hour:<weekday>:none`. */
export const backfillHours = async (db: D1Database, userId: string) => {
  const { results } = await sql(db)`
    SELECT number, started_at, duration_seconds, time_zone, day_start_minute
    FROM sessions
    WHERE user_id = ${userId} AND hours IS NULL AND status = 'completed'
    LIMIT ${batchSize}`.all<SessionWithoutHours>()
  if (results.length === 0) return 0
  const filled = results.map(({ number, started_at, duration_seconds, ...zone }) => ({
    number,
    started_at,
    duration_seconds,
    hours: splitHours(started_at, duration_seconds, zone),
  }))
  // The sign before `user_id` makes SQLite look each up by its number, instead of scanning all sessions for each.
  await commit(
    db,
    userId,
    ['stats'],
    jsonChunks(filled).map(
      (chunk) => sql(db)`
        UPDATE sessions
        SET hours = value -> 'hours'
        FROM json_each(${chunk}) AS filled
        WHERE sessions.number = filled.value ->> 'number' AND +sessions.user_id = ${userId} AND hours IS NULL
          AND started_at = filled.value ->> 'started_at' AND duration_seconds = filled.value ->> 'duration_seconds'`,
    ),
  )
  return filled.length
}
