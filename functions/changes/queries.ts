import { sql } from '../lib/sql'
import type { ChangeRow } from './schema'

/** A user's changes after `since` (epoch ms) that can be taken back, newest first, from a place on; one more than `limit`. */
export const changes = async (db: D1Database, userId: string, since: number, before: string, limit: number) =>
  (
    await sql(db)`
      SELECT id, kind, summary, seq, created_at
      FROM changes
      WHERE user_id = ${userId} AND id < ${before} AND created_at > ${since}
      ORDER BY id DESC
      LIMIT ${limit + 1}`.all<ChangeRow>()
  ).results

/** A change that can be taken back: not made longer ago than `since` (epoch ms). */
export const change = (db: D1Database, userId: string, id: string, since: number) =>
  sql(db)`
    SELECT id, kind, summary, seq, created_at
    FROM changes
    WHERE user_id = ${userId} AND id = ${id} AND created_at > ${since}`.first<ChangeRow>()

/**
 * How many rows of a change hold by now something else than it wrote: what was edited since stays as it is when the
 * change is taken back.
 */
export const editedSince = async (db: D1Database, userId: string, id: string) => {
  const found = await sql(db)`
    SELECT count(*) AS edited FROM (
      SELECT 1
      FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN sessions AS present
        ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
      WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${id} AND change_parts.kind = 'session'
        AND (present.project_id IS NOT image.value ->> '$.is.project_id'
          OR present.goal_id IS NOT image.value ->> '$.is.goal_id' OR present.tags IS NOT image.value ->> '$.is.tags'
          OR present.days IS NOT image.value ->> '$.is.days'
          OR present.started_at IS NOT image.value ->> '$.is.started_at'
          OR present.ended_at IS NOT image.value ->> '$.is.ended_at'
          OR present.duration_seconds IS NOT image.value ->> '$.is.duration_seconds'
          OR present.time_zone IS NOT image.value ->> '$.is.time_zone'
          OR present.day_start_minute IS NOT image.value ->> '$.is.day_start_minute'
          OR present.deleted_at IS NOT image.value ->> '$.is.deleted_at')
      UNION ALL
      SELECT 1
      FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image CROSS JOIN projects AS present
        ON present.user_id = ${userId} AND present.id = image.value ->> 'id'
      WHERE change_parts.user_id = ${userId} AND change_parts.change_id = ${id} AND change_parts.kind = 'project'
        AND (present.name IS NOT image.value ->> '$.is.name' OR present.client IS NOT image.value ->> '$.is.client'
          OR present.status IS NOT image.value ->> '$.is.status'
          OR present.deleted_at IS NOT image.value ->> '$.is.deleted_at'
          OR present.merged_into IS NOT image.value ->> '$.is.merged_into'))`.first<{ edited: number }>()
  return found?.edited ?? 0
}
