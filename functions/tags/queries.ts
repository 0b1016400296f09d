import { allRows, sql } from '../lib/sql'
import { sessionRows } from '../sessions/queries'
import type { ListedSession } from '../sessions/schema'
import type { TagRow } from './schema'

/** In alphabetical order, ignoring case. Reads limit + 1 rows; the extra row means there is a next page. */
export const tagsAfter = (db: D1Database, userId: string, after: string, limit: number) =>
  allRows<TagRow>(sql(db)`
    SELECT tag, sum(session_count) AS session_count, max(inactive) AS inactive
    FROM (
      SELECT tag, session_count, 0 AS inactive FROM (
        SELECT tag, session_count FROM tag_stats
        WHERE user_id = ${userId} AND tag >= ${after} COLLATE NOCASE
          AND (tag > ${after} COLLATE NOCASE OR tag > ${after})
        ORDER BY tag COLLATE NOCASE, tag LIMIT ${limit + 1})
      UNION ALL
      SELECT tag, 0, 1 FROM (
        SELECT tag FROM inactive_tags
        WHERE user_id = ${userId} AND tag >= ${after} COLLATE NOCASE
          AND (tag > ${after} COLLATE NOCASE OR tag > ${after})
        ORDER BY tag COLLATE NOCASE, tag LIMIT ${limit + 1}))
    GROUP BY tag
    ORDER BY tag COLLATE NOCASE, tag
    LIMIT ${limit + 1}`)

export const mostUsedTags = (db: D1Database, userId: string, limit: number) =>
  allRows<TagRow>(sql(db)`
    SELECT used AS tag, session_count,
      EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = used) AS inactive
    FROM (
      SELECT tag AS used, session_count FROM tag_stats
      WHERE user_id = ${userId} ORDER BY session_count DESC, tag DESC LIMIT ${limit})
    ORDER BY session_count DESC, used`)

export const unusedTags = (db: D1Database, userId: string, limit: number) =>
  allRows<TagRow>(sql(db)`
    SELECT tag, 0 AS session_count, 1 AS inactive
    FROM inactive_tags
    WHERE user_id = ${userId}
      AND NOT EXISTS (SELECT 1 FROM tag_stats WHERE user_id = ${userId} AND tag = inactive_tags.tag)
    ORDER BY tag
    LIMIT ${limit}`)

export const tagsOf = (db: D1Database, userId: string, tags: string[]) =>
  allRows<TagRow>(sql(db)`
    SELECT tag, session_count, inactive
    FROM (
      SELECT value AS tag,
        coalesce((SELECT session_count FROM tag_stats WHERE user_id = ${userId} AND tag = value), 0) AS session_count,
        EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = value) AS inactive
      FROM json_each(${JSON.stringify(tags)}))
    WHERE session_count > 0 OR inactive
    ORDER BY tag`)

/** Deleted and running ones too; `counted` is 1 for those that statistics include. */
export const taggedSessions = (db: D1Database, userId: string, tags: string[]) => {
  const tagList = JSON.stringify(tags)
  return allRows<{ id: string; counted: number }>(sql(db)`
    SELECT session_id AS id, 1 AS counted
    FROM session_tags
    WHERE user_id = ${userId} AND tag IN (SELECT value FROM json_each(${tagList}))
    GROUP BY session_id
    UNION ALL
    SELECT id, 0
    FROM sessions
    WHERE user_id = ${userId} AND deleted_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(sessions.tags) AS own
        WHERE own.value IN (SELECT value FROM json_each(${tagList})))`)
}

export const latestTagged = (db: D1Database, userId: string, tag: string, limit: number) =>
  sessionRows<ListedSession>(sql(db)`
    SELECT number, sessions.id, project_id, goal_id, title, tags, started_at, ended_at, duration_seconds, days, time_zone,
      day_start_minute
    FROM session_tags CROSS JOIN sessions ON sessions.user_id = session_tags.user_id AND sessions.id = session_id
    WHERE session_tags.user_id = ${userId} AND tag = ${tag} AND status = 'completed'
    ORDER BY session_id DESC
    LIMIT ${limit}`)
