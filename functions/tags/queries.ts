import { rowTags } from '../lib/kinds'
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

/** SELECT of the uses of a person's tags, by kind of row, and of those that are inactive. @param condition on `tag` */
const uses = (userId: string, condition: SqlPart) => part`
    SELECT tag, 'session' AS kind, count(*) AS use_count, 0 AS inactive
    FROM session_tags WHERE user_id = ${userId} AND ${condition} GROUP BY tag
    UNION ALL
    SELECT tag, kind, count(DISTINCT id), 0 FROM (${rowTags(userId)}) WHERE ${condition} GROUP BY tag, kind
    UNION ALL
    SELECT tag, 'session', 0, 1 FROM inactive_tags WHERE user_id = ${userId} AND ${condition}`

/** In alphabetical order, ignoring case. Returns limit + 1 tags; the extra one means there is a next page. */
export const tagsAfter = async (db: D1Database, userId: string, after: string, limit: number) => {
  const isAfter = part`tag >= ${after} COLLATE NOCASE AND (tag > ${after} COLLATE NOCASE OR tag > ${after})`
  const rows = await readTags(sql(db)`${uses(userId, isAfter)}`)
  return rows.toSorted(byLetters).slice(0, limit + 1)
}

const mostUsedFirst = (a: TagRow, b: TagRow) => usesOf(b) - usesOf(a) || (a.tag < b.tag ? -1 : 1)

export const mostUsedTags = async (db: D1Database, userId: string, limit: number): Promise<TagRow[]> => {
  const rows = await readTags(sql(db)`${uses(userId, constant('1'))}`)
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
      AND tag NOT IN (SELECT tag FROM session_tags WHERE user_id = ${userId})
      AND tag NOT IN (SELECT tag FROM (${rowTags(userId)}))
    ORDER BY tag
    LIMIT ${limit}`)

/** The tags that exist, in alphabetical order. */
export const tagsOf = async (db: D1Database, userId: string, tags: string[]) => {
  const isListed = part`tag IN (SELECT value FROM json_each(${JSON.stringify(tags)}))`
  const rows = await readTags(sql(db)`${uses(userId, isListed)}`)
  return rows.sort(({ tag: a }, { tag: b }) => compare(a, b))
}

/** Deleted and running ones too; `counted` is 1 for all that are not deleted. */
export const taggedSessions = (db: D1Database, userId: string, tags: string[]) => {
  const tagList = JSON.stringify(tags)
  return allRows<{ id: string; counted: number }>(sql(db)`
    SELECT DISTINCT session_id AS id, 1 AS counted
    FROM session_tags
    WHERE user_id = ${userId} AND tag IN (SELECT value FROM json_each(${tagList}))
    UNION ALL
    SELECT id, 0
    FROM sessions
    WHERE user_id = ${userId} AND deleted_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(sessions.tags) AS own
        WHERE own.value IN (SELECT value FROM json_each(${tagList})))`)
}

export const latestTagged = (db: D1Database, userId: string, tag: string, limit: number) =>
  sessionRows<ListedSession>(sql(db)`
    SELECT number, sessions.id, sessions.project_id, sessions.goal_id, sessions.task_id, title, tags, started_at, ended_at, duration_seconds, days,
      time_zone,
      day_start_minute
    FROM session_days JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = session_id
    WHERE session_days.user_id = ${userId} AND starts = 1
      AND session_id IN (SELECT session_id FROM session_tags WHERE user_id = ${userId} AND tag = ${tag})
    ORDER BY session_days.date DESC, session_id DESC
    LIMIT ${limit}`)
