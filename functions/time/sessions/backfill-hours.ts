import { given } from '../../lib/conditions'
import { splitHours } from '../../lib/hours'
import { commit, jsonChunks, sql } from '../../lib/sql'
import type { ListedSession } from './schema'

const batchSize = 500

type SessionWithoutHours = Pick<
  ListedSession,
  'id' | 'started_at' | 'duration_seconds' | 'time_zone' | 'day_start_minute'
>

/** Fills in hours of sessions from before the column, whose time the ledger keeps under `hour:<weekday>:none`. */
export const backfillHours = async (db: D1Database, userId: string) => {
  const { results } = await sql(db)`
    SELECT id, started_at, duration_seconds, time_zone, day_start_minute
    FROM sessions
    WHERE user_id = ${userId} AND hours IS NULL AND status = 'completed'
    LIMIT ${batchSize}`.all<SessionWithoutHours>()
  if (results.length === 0) return 0
  const filled = results.map(({ id, started_at, duration_seconds, ...zone }) => ({
    id,
    started_at,
    duration_seconds,
    hours: splitHours(started_at, duration_seconds, zone),
  }))
  await commit(
    db,
    userId,
    ['stats'],
    jsonChunks(filled).map(
      (chunk) => sql(db)`
        ${given(chunk)}
        UPDATE sessions
        SET hours = value -> 'hours'
        FROM given
        WHERE sessions.user_id = ${userId} AND sessions.id = value ->> 'id' AND hours IS NULL
          AND started_at = value ->> 'started_at' AND duration_seconds = value ->> 'duration_seconds'`,
    ),
  )
  return filled.length
}
