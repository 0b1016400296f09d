import { coveredSeconds } from '../lib/intervals'
import { sql } from '../lib/sql'
import type { ResolvedTimes } from '../sessions/times/resolve'

/** Maximum number of sessions compared, by their end. */
const limit = 20

/** Seconds of an interval (epoch ms) that finished sessions already cover. */
export const trackedSecondsWithin = async (db: D1Database, userId: string, { started_at, ended_at }: ResolvedTimes) => {
  const { results } = await sql(db)`
    SELECT started_at, duration_seconds
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND ended_at > ${started_at}
    ORDER BY ended_at
    LIMIT ${limit}`.all<{ started_at: number; duration_seconds: number }>()
  const inside = results.flatMap((other) => {
    const from = Math.max(other.started_at, started_at)
    const to = Math.min(other.started_at + other.duration_seconds * 1000, ended_at)
    return to > from ? [{ started_at: from, duration_seconds: (to - from) / 1000 }] : []
  })
  return coveredSeconds(inside)
}

/** End of the last finished session that ends between two instants; all in epoch ms. */
export const lastEndWithin = (db: D1Database, userId: string, from: number, to: number) =>
  sql(db)`
    SELECT max(ended_at) AS ended_at
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND ended_at > ${from}
      AND ended_at <= ${to}`.first<number | null>('ended_at')
