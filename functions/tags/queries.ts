import { sizesOfSessions } from '../changes/queries'
import { taggedKinds } from '../lib/kinds'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { sessionRows } from '../sessions/queries'
import type { ListedSession } from '../sessions/schema'
import { type TagRow, TagUse, tagRows, usesOf } from './schema'

const readTags = async (statement: D1PreparedStatement) => tagRows(await rowsAs(TagUse, statement))

const ignoringCase = (tag: string) => tag.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const compare = (a: string, b: string) => {
  const [as, bs] = [[...a], [...b]]
  const at = as.findIndex((character, index) => character !== bs[index])
  return at === -1 ? as.length - bs.length : (as[at]?.codePointAt(0) ?? 0) - (bs[at]?.codePointAt(0) ?? -1)
}

/** The order of `COLLATE NOCASE`, and exact text where that is the same. */
const byLetters = ({ tag: a }: TagRow, { tag: b }: TagRow) => compare(ignoringCase(a), ignoringCase(b)) || compare(a, b)

/**
 * In alphabetical order, ignoring case. Reads limit + 1 tags of each list; an extra row means there is a next page. Sums
 * have the tags of sessions that count, `tag_stats` those of others, and `tag_counts` those of all other kinds.
 */
export const tagsAfter = async (db: D1Database, userId: string, after: string, limit: number) => {
  const rows = await readTags(sql(db)`
    SELECT tag, 'session' AS kind, session_count AS use_count, 0 AS inactive FROM (
      SELECT substr(subject, 6) AS tag, session_count FROM total_stats INDEXED BY total_stats_tags
      WHERE user_id = ${userId} AND subject >= 'tag:#' AND subject < 'tag:$'
        AND subject >= ${`tag:#${after}`} COLLATE NOCASE
        AND (subject > ${`tag:#${after}`} COLLATE NOCASE OR subject > ${`tag:#${after}`})
      ORDER BY subject COLLATE NOCASE, subject LIMIT ${limit + 1})
    UNION ALL
    SELECT tag, 'session', session_count, 0 FROM (
      SELECT tag, session_count FROM tag_stats
      WHERE user_id = ${userId} AND tag >= ${after} COLLATE NOCASE
        AND (tag > ${after} COLLATE NOCASE OR tag > ${after})
      ORDER BY tag COLLATE NOCASE, tag LIMIT ${limit + 1})
    UNION ALL
    SELECT tag, kind, row_count, 0 FROM (
      SELECT tag, kind, row_count FROM tag_counts
      WHERE user_id = ${userId} AND tag >= ${after} COLLATE NOCASE
        AND (tag > ${after} COLLATE NOCASE OR tag > ${after})
      ORDER BY tag COLLATE NOCASE, tag LIMIT ${(limit + 1) * taggedKinds.length})
    UNION ALL
    SELECT tag, 'session', 0, 1 FROM (
      SELECT tag FROM inactive_tags
      WHERE user_id = ${userId} AND tag >= ${after} COLLATE NOCASE
        AND (tag > ${after} COLLATE NOCASE OR tag > ${after})
      ORDER BY tag COLLATE NOCASE, tag LIMIT ${limit + 1})`)
  return rows.toSorted(byLetters).slice(0, limit + 1)
}

/** Tags of a person among which the most used are found. */
const comparedTags = 1_000

/** Sorted here and not in SQL: D1 would count each row as read twice. */
const mostUsedFirst = (a: TagRow, b: TagRow) => usesOf(b) - usesOf(a) || (a.tag < b.tag ? -1 : 1)

export const mostUsedTags = async (db: D1Database, userId: string, limit: number): Promise<TagRow[]> => {
  const rows = await readTags(sql(db)`
    SELECT substr(subject, 6) AS tag, 'session' AS kind, session_count AS use_count, 0 AS inactive
    FROM (
      SELECT subject, session_count FROM total_stats
      WHERE user_id = ${userId} AND subject >= 'tag:#' AND subject < 'tag:$' LIMIT ${comparedTags})
    UNION ALL
    SELECT tag, 'session', session_count, 0
    FROM (SELECT tag, session_count FROM tag_stats WHERE user_id = ${userId} LIMIT ${comparedTags})
    UNION ALL
    SELECT tag, kind, row_count, 0
    FROM (SELECT tag, kind, row_count FROM tag_counts WHERE user_id = ${userId} LIMIT ${comparedTags})
    UNION ALL
    SELECT tag, 'session', 0, 1
    FROM (SELECT tag FROM inactive_tags WHERE user_id = ${userId} LIMIT ${comparedTags})`)
  return rows
    .filter((row) => usesOf(row) > 0)
    .sort(mostUsedFirst)
    .slice(0, limit)
}

export const unusedTags = (db: D1Database, userId: string, limit: number) =>
  readTags(sql(db)`
    SELECT tag, 'session' AS kind, 0 AS use_count, 1 AS inactive
    FROM inactive_tags
    WHERE user_id = ${userId}
      AND NOT EXISTS (SELECT 1 FROM total_stats WHERE user_id = ${userId} AND subject = 'tag:#' || inactive_tags.tag)
      AND NOT EXISTS (SELECT 1 FROM tag_stats WHERE user_id = ${userId} AND tag = inactive_tags.tag)
      AND NOT EXISTS (SELECT 1 FROM tag_counts WHERE user_id = ${userId} AND tag = inactive_tags.tag)
    ORDER BY tag
    LIMIT ${limit}`)

/** The tags that exist, in alphabetical order. */
export const tagsOf = async (db: D1Database, userId: string, tags: string[]) => {
  const list = JSON.stringify(tags)
  const rows = await readTags(sql(db)`
    SELECT value AS tag, 'session' AS kind, session_count AS use_count, 0 AS inactive
    FROM json_each(${list}) CROSS JOIN total_stats
      ON user_id = ${userId} AND subject = 'tag:#' || value
    UNION ALL
    SELECT tag, 'session', session_count, 0
    FROM json_each(${list}) CROSS JOIN tag_stats ON user_id = ${userId} AND tag = value
    UNION ALL
    SELECT tag, kind, row_count, 0
    FROM json_each(${list}) CROSS JOIN tag_counts ON user_id = ${userId} AND tag = value
    UNION ALL
    SELECT tag, 'session', 0, 1
    FROM json_each(${list}) CROSS JOIN inactive_tags ON user_id = ${userId} AND tag = value`)
  return rows.sort(({ tag: a }, { tag: b }) => compare(a, b))
}

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
    SELECT number, sessions.id, project_id, goal_id, task_id, title, tags, started_at, ended_at, duration_seconds, days,
      time_zone,
      day_start_minute
    FROM session_days CROSS JOIN sessions ON sessions.user_id = session_days.user_id AND sessions.id = session_id
    WHERE session_days.user_id = ${userId} AND subject = ${`tag:#${tag}`} AND starts = 1
    ORDER BY session_days.date DESC, session_id DESC
    LIMIT ${limit}`)
