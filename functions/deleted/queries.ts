import type { Cursor } from '../lib/cursor'
import { sql } from '../lib/sql'
import type { DeletedRow } from './schema'

/**
 * What a user has deleted after `since` (epoch ms), from a place on, newest first; one more than `limit` tells of more.
 * The milestones of a deleted goal come back with it and are left out, and so is what never came to an end.
 */
export const deletedRows = async (db: D1Database, userId: string, since: number, before: Cursor, limit: number) =>
  (
    await sql(db)`
      SELECT kind, id, title, client, goal_id, goal_title, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'goal' AS kind, id, title, '' AS client, NULL AS goal_id, NULL AS goal_title, NULL AS started_at,
          NULL AS time_zone, NULL AS duration_seconds, deleted_at
        FROM goals
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND deleted_at > ${since}
          AND (deleted_at, id) < (${before.at}, ${before.id})
        ORDER BY deleted_at DESC, id DESC LIMIT ${limit + 1})
      UNION ALL
      SELECT kind, id, title, client, goal_id, goal_title, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'milestone' AS kind, goal_milestones.id, goal_milestones.description AS title, '' AS client, goal_id,
          goals.title AS goal_title, NULL AS started_at, NULL AS time_zone, NULL AS duration_seconds,
          goal_milestones.deleted_at
        FROM goal_milestones
        JOIN goals
          ON goals.user_id = goal_milestones.user_id AND goals.id = goal_milestones.goal_id AND goals.deleted_at IS NULL
        WHERE goal_milestones.user_id = ${userId} AND goal_milestones.deleted_at IS NOT NULL
          AND goal_milestones.deleted_at > ${since}
          AND (goal_milestones.deleted_at, goal_milestones.id) < (${before.at}, ${before.id})
        ORDER BY goal_milestones.deleted_at DESC, goal_milestones.id DESC LIMIT ${limit + 1})
      UNION ALL
      SELECT kind, id, title, client, goal_id, goal_title, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'project' AS kind, id, name AS title, client, NULL AS goal_id, NULL AS goal_title, NULL AS started_at,
          NULL AS time_zone, NULL AS duration_seconds, deleted_at
        FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND deleted_at > ${since} AND merged_into IS NULL
          AND (deleted_at, id) < (${before.at}, ${before.id})
        ORDER BY deleted_at DESC, id DESC LIMIT ${limit + 1})
      UNION ALL
      SELECT kind, id, title, client, goal_id, goal_title, started_at, time_zone, duration_seconds, deleted_at FROM (
        SELECT 'session' AS kind, id, title, '' AS client, NULL AS goal_id, NULL AS goal_title, started_at, time_zone,
          iif(status = 'completed', duration_seconds, NULL) AS duration_seconds, deleted_at
        FROM sessions
        WHERE user_id = ${userId} AND deleted_at IS NOT NULL AND deleted_at > ${since}
          AND (deleted_at, id) < (${before.at}, ${before.id}) AND status <> 'active'
        ORDER BY deleted_at DESC, id DESC LIMIT ${limit + 1})
      ORDER BY deleted_at DESC, id DESC
      LIMIT ${limit + 1}`.all<DeletedRow>()
  ).results
