import { splitsOf } from '../lib/hours'
import { orStale, sql } from '../lib/sql'
import type { SessionRow } from '../sessions/schema'
import type { ResolvedTimes } from '../sessions/times/resolve'

/** Guard: rolls the batch back unless the session is unchanged since `seq`. */
export const guardUnchanged = (db: D1Database, userId: string, { id, seq }: Pick<SessionRow, 'id' | 'seq'>) =>
  sql(db)`
    SELECT CASE WHEN EXISTS (
      SELECT 1 FROM sessions
      WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND status = 'completed' AND deleted_at IS NULL)
    THEN 1 ELSE json('stale') END`

export const insertPiece = (
  db: D1Database,
  userId: string,
  of: Pick<SessionRow, 'id' | 'time_zone' | 'day_start_minute'>,
  piece: ResolvedTimes & { id: string },
  now: number,
) => {
  const { days, hours } = splitsOf({ ...piece, time_zone: of.time_zone, day_start_minute: of.day_start_minute })
  return [
    sql(db)`
      INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name,
        pr_number, branch, title, notes, tags, artifacts, started_at, ended_at, duration_seconds, days, hours, status,
        time_zone, day_start_minute, import_id, planned_until, seq, created_at, updated_at)
      SELECT user_id, ${piece.id}, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name,
        pr_number, branch, title, notes, tags, artifacts, ${piece.started_at}, ${piece.ended_at},
        ${piece.duration_seconds}, ${JSON.stringify(days)}, ${JSON.stringify(hours)}, 'completed', time_zone,
        day_start_minute, import_id, ${piece.ended_at > now ? piece.ended_at : null}, (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now}
      FROM sessions
      WHERE user_id = ${userId} AND id = ${of.id}`,
    orStale(db),
  ]
}

export const keepOverlap = (db: D1Database, userId: string, one: string, other: string) => {
  const [first = '', second = ''] = [one, other].sort()
  return sql(db)`
    INSERT INTO kept_overlaps (user_id, one, other) VALUES (${userId}, ${first}, ${second})
    ON CONFLICT (user_id, one, other) DO NOTHING`
}

export const forgetKeptOverlap = (db: D1Database, userId: string, one: string, other: string) => {
  const [first = '', second = ''] = [one, other].sort()
  return sql(db)`
    DELETE FROM kept_overlaps WHERE user_id = ${userId} AND one = ${first} AND other = ${second}`
}
