import { sizesOfSessions } from '../changes/queries'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { sessionRows } from '../sessions/queries'
import type { ListedSession } from '../sessions/schema'
import type { TagRow } from './schema'

/**
 * In alphabetical order, ignoring case. Reads limit + 1 rows of each list; an extra row means there is a next page. Sums
 * have the tags of sessions that count, and `tag_stats` those of others.
 */
export const tagsAfter = (db: D1Database, userId: string, after: string, limit: number) =>
  allRows<TagRow>(sql(db)`
    SELECT tag, sum(session_count) AS session_count, max(inactive) AS inactive
    FROM (
      SELECT tag, session_count, 0 AS inactive FROM (
        SELECT substr(subject, 6) AS tag, session_count FROM total_stats INDEXED BY total_stats_tags
        WHERE user_id = ${userId} AND subject >= 'tag:#' AND subject < 'tag:$'
          AND subject >= ${`tag:#${after}`} COLLATE NOCASE
          AND (subject > ${`tag:#${after}`} COLLATE NOCASE OR subject > ${`tag:#${after}`})
        ORDER BY subject COLLATE NOCASE, subject LIMIT ${limit + 1})
      UNION ALL
      SELECT tag, session_count, 0 FROM (
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

/** Tags of a person among which the most used are found. */
const comparedTags = 1_000

/** Sorted here and not in SQL: D1 would count each row as read twice. */
const mostUsedFirst = (a: TagRow, b: TagRow) => b.session_count - a.session_count || (a.tag < b.tag ? -1 : 1)

export const mostUsedTags = async (db: D1Database, userId: string, limit: number): Promise<TagRow[]> => {
  const rows = await allRows<TagRow>(sql(db)`
    SELECT substr(subject, 6) AS tag, session_count, 0 AS inactive
    FROM (
      SELECT subject, session_count FROM total_stats
      WHERE user_id = ${userId} AND subject >= 'tag:#' AND subject < 'tag:$' LIMIT ${comparedTags})
    UNION ALL
    SELECT tag, session_count, 0
    FROM (SELECT tag, session_count FROM tag_stats WHERE user_id = ${userId} LIMIT ${comparedTags})
    UNION ALL
    SELECT tag, 0, 1
    FROM (SELECT tag FROM inactive_tags WHERE user_id = ${userId} LIMIT ${comparedTags})`)
  const tags = new Map<string, TagRow>()
  for (const row of rows) {
    const { session_count, inactive } = tags.get(row.tag) ?? { session_count: 0, inactive: 0 }
    tags.set(row.tag, {
      tag: row.tag,
      session_count: session_count + row.session_count,
      inactive: row.inactive === 1 ? 1 : inactive,
    })
  }
  return [...tags.values()]
    .filter(({ session_count }) => session_count > 0)
    .sort(mostUsedFirst)
    .slice(0, limit)
}

export const unusedTags = (db: D1Database, userId: string, limit: number) =>
  allRows<TagRow>(sql(db)`
    SELECT tag, 0 AS session_count, 1 AS inactive
    FROM inactive_tags
    WHERE user_id = ${userId}
      AND NOT EXISTS (SELECT 1 FROM total_stats WHERE user_id = ${userId} AND subject = 'tag:#' || inactive_tags.tag)
      AND NOT EXISTS (SELECT 1 FROM tag_stats WHERE user_id = ${userId} AND tag = inactive_tags.tag)
    ORDER BY tag
    LIMIT ${limit}`)

export const tagsOf = (db: D1Database, userId: string, tags: string[]) =>
  allRows<TagRow>(sql(db)`
    SELECT tag, session_count, inactive
    FROM (
      SELECT value AS tag,
        coalesce((SELECT session_count FROM total_stats WHERE user_id = ${userId} AND subject = 'tag:#' || value), 0)
          + coalesce((SELECT session_count FROM tag_stats WHERE user_id = ${userId} AND tag = value), 0) AS session_count,
        EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = value) AS inactive
      FROM json_each(${JSON.stringify(tags)}))
    WHERE session_count > 0 OR inactive
    ORDER BY tag`)

/** Deleted and running ones too; `counted` is 1 for all that are not deleted. */
const sessionsTagged = (userId: string, tags: string[], counted: (count: 0 | 1) => SqlPart) => {
  const tagList = JSON.stringify(tags)
  return part`
    SELECT session_id AS id${counted(1)}
    FROM (
      SELECT session_id
      FROM session_days
      WHERE user_id = ${userId} AND subject IN (SELECT 'tag:#' || value FROM json_each(${tagList})) AND starts = 1
      UNION
      SELECT session_id
      FROM session_tags
      WHERE user_id = ${userId} AND tag IN (SELECT value FROM json_each(${tagList})))
    UNION ALL
    SELECT id${counted(0)}
    FROM sessions
    WHERE user_id = ${userId} AND deleted_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(sessions.tags) AS own
        WHERE own.value IN (SELECT value FROM json_each(${tagList})))`
}

export const taggedSessions = (db: D1Database, userId: string, tags: string[]) =>
  allRows<{ id: string; counted: number }>(
    sql(db)`${sessionsTagged(userId, tags, (count) => part`, ${count} AS counted`)}`,
  )

/** Sizes of these sessions, of one more than a batch could write. */
export const sizesOfTagged = (db: D1Database, userId: string, tags: string[]) =>
  sizesOfSessions(
    db,
    userId,
    sessionsTagged(userId, tags, () => constant('')),
  )

export const latestTagged = (db: D1Database, userId: string, tag: string, limit: number) =>
  sessionRows<ListedSession>(sql(db)`
    SELECT number, sessions.id, project_id, goal_id, title, tags, started_at, ended_at, duration_seconds, days, time_zone,
      day_start_minute
    FROM session_days CROSS JOIN sessions ON sessions.user_id = session_days.user_id AND sessions.id = session_id
    WHERE session_days.user_id = ${userId} AND subject = ${`tag:#${tag}`} AND starts = 1
    ORDER BY session_days.date DESC, session_id DESC
    LIMIT ${limit}`)
