import type { Place } from '../lib/place'
import { sql } from '../lib/sql'
import type { DeletedRow } from './schema'

/**
 * What a user has deleted after `since` (epoch ms), from a place on, newest first; one more than `limit` tells of more.
 */
export const deletedRows = async (db: D1Database, userId: string, since: number, before: Place, limit: number) =>
  (
    await sql(db)`
      SELECT kind, id, title, client, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'goal' AS kind, id, title, '' AS client, NULL AS started_at, NULL AS time_zone,
          NULL AS duration_seconds, deleted_at
        FROM goals
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND deleted_at > ${since}
          AND (deleted_at, id) < (${before.at}, ${before.id})
        ORDER BY deleted_at DESC, id DESC LIMIT ${limit + 1})
      UNION ALL
      SELECT kind, id, title, client, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'project' AS kind, id, name AS title, client, NULL AS started_at, NULL AS time_zone,
          NULL AS duration_seconds, deleted_at
        FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND deleted_at > ${since}
          AND (deleted_at, id) < (${before.at}, ${before.id})
        ORDER BY deleted_at DESC, id DESC LIMIT ${limit + 1})
      UNION ALL
      SELECT kind, id, title, client, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'session' AS kind, id, title, '' AS client, started_at, time_zone, duration_seconds, deleted_at
        FROM sessions
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND deleted_at > ${since}
          AND (deleted_at, id) < (${before.at}, ${before.id})
        ORDER BY deleted_at DESC, id DESC LIMIT ${limit + 1})
      ORDER BY deleted_at DESC, id DESC
      LIMIT ${limit + 1}`.all<DeletedRow>()
  ).results
