import { sql } from '../lib/sql'
import type { ActiveTimer } from './schema'

type Row = Omit<ActiveTimer, 'tags'> & { tags: string }

/** The running timer, or null. The index `sessions_one_timer` allows one. */
export const activeTimer = async (db: D1Database, userId: string): Promise<ActiveTimer | null> => {
  const row = await sql(db)`
    SELECT number, id, source, project_id, goal_id, title, notes, tags, started_at, time_zone, day_start_minute,
      last_heartbeat_at, seq, created_at, updated_at
    FROM sessions INDEXED BY sessions_one_timer
    WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`.first<Row>()
  return row && { ...row, tags: JSON.parse(row.tags) }
}

export const lastTimerEnd = (db: D1Database, userId: string, from: number, to: number) =>
  sql(db)`
    SELECT ended_at
    FROM sessions INDEXED BY sessions_by_end
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND source = 'timer'
      AND ended_at > ${from} AND ended_at <= ${to}
    ORDER BY ended_at DESC
    LIMIT 1`.first<number>('ended_at')

/** End of the last session of any source in the interval (epoch ms), or null. */
export const lastEnd = (db: D1Database, userId: string, from: number, to: number) =>
  sql(db)`
    SELECT max(ended_at) AS ended_at
    FROM sessions INDEXED BY sessions_by_end
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL
      AND ended_at > ${from} AND ended_at <= ${to}`.first<number>('ended_at')
