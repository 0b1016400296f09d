import { rowTags } from '../../lib/kinds'
import { allRows, rowsAs, sql } from '../../lib/sql'
import { type TagRow, TagUse, tagRows, usesOf } from './schema'

/** All tags of a person: those in use, and those that are inactive. */
export const allTags = async (db: D1Database, userId: string) =>
  tagRows(
    await rowsAs(
      TagUse,
      sql(db)`
        SELECT tag, 'session' AS kind, count(*) AS use_count, 0 AS inactive
        FROM session_tags WHERE user_id = ${userId} GROUP BY tag
        UNION ALL
        SELECT tag, kind, sum(uses), 0 FROM (${rowTags(userId)}) GROUP BY tag, kind
        UNION ALL
        SELECT tag, 'session', 0, 1 FROM inactive_tags WHERE user_id = ${userId}`,
    ),
  )

const ignoringCase = (tag: string) => tag.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

const compare = (a: string, b: string) => {
  const [as, bs] = [[...a], [...b]]
  const at = as.findIndex((character, index) => character !== bs[index])
  return at === -1 ? as.length - bs.length : (as[at]?.codePointAt(0) ?? 0) - (bs[at]?.codePointAt(0) ?? -1)
}

/** The order of `COLLATE NOCASE`, and exact text where that is the same. */
const byLetters = ({ tag: a }: Pick<TagRow, 'tag'>, { tag: b }: Pick<TagRow, 'tag'>) =>
  compare(ignoringCase(a), ignoringCase(b)) || compare(a, b)

/** In alphabetical order, ignoring case. Returns limit + 1 tags; the extra one means there is a next page. */
export const tagsAfter = (tags: TagRow[], after: string, limit: number) =>
  tags
    .filter((row) => byLetters(row, { tag: after }) > 0)
    .sort(byLetters)
    .slice(0, limit + 1)

/** Tags in use, the most used first. */
export const mostUsed = (tags: TagRow[]) =>
  tags.filter((row) => usesOf(row) > 0).sort((a, b) => usesOf(b) - usesOf(a) || (a.tag < b.tag ? -1 : 1))

export const mostUsedTags = async (db: D1Database, userId: string, limit: number) =>
  mostUsed(await allTags(db, userId)).slice(0, limit)

/** The tags that exist, in alphabetical order. */
export const tagsOf = async (db: D1Database, userId: string, tags: string[]) =>
  (await allTags(db, userId)).filter(({ tag }) => tags.includes(tag)).sort(({ tag: a }, { tag: b }) => compare(a, b))

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
