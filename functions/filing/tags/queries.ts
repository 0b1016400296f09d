import { plansToRetag } from '../../learning/plans/retags'
import { allRows, constant, jsonChunks, newSeq, part, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import { type Kind, kindEntry, rowTagKinds, tagColumnKinds } from '../../lib/kinds'
import { listedTagLimit } from '../../lib/tags'
import { type TagRow, TagUse, tagRows, useCount } from './schema'

/**
 * SELECT of the tags on rows of all kinds except sessions. Each row has a tag, its kind, the row's whole list of tags,
 * and the number of rows that have exactly this list.
 */
const rowTags = (userId: string) =>
  rowTagKinds
    .map((kind) => {
      const table = constant(kindEntry(kind).table)
      return part`
      SELECT DISTINCT value AS tag, ${constant(`'${kind}'`)} AS kind, tags, uses
      FROM (
        SELECT tags, count(*) AS uses FROM ${table}
        WHERE user_id = ${userId} AND deleted_at IS NULL AND tags <> '[]'
        GROUP BY tags
      ), json_each(tags)
      WHERE length(value) <= ${listedTagLimit}`
    })
    .reduce((all, one) => part`${all} UNION ALL ${one}`)

/** All tags of a person, in use and inactive. */
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

/** Order of `COLLATE NOCASE`; tags that are equal in it are ordered by exact text. */
const byLetters = ({ tag: a }: Pick<TagRow, 'tag'>, { tag: b }: Pick<TagRow, 'tag'>) =>
  compare(ignoringCase(a), ignoringCase(b)) || compare(a, b)

/**
 * A page of tags in alphabetical order, ignoring case. Returns limit + 1 tags; the extra one shows that there is a next
 * page.
 */
export const tagsAfter = (tags: TagRow[], after: string, limit: number) =>
  tags
    .filter((row) => byLetters(row, { tag: after }) > 0)
    .sort(byLetters)
    .slice(0, limit + 1)

/** Order of tags: most time in the week first, then most used; archived ones last. @param seconds by subject */
export const byUse = (seconds: Map<string, number>) => {
  const inWeek = ({ tag }: TagRow) => seconds.get(`tag:#${tag}`) ?? 0
  return (a: TagRow, b: TagRow) =>
    a.inactive - b.inactive || inWeek(b) - inWeek(a) || useCount(b) - useCount(a) || byLetters(a, b)
}

/** Tags in use, most used first. */
export const rankUsedTags = (tags: TagRow[]) =>
  tags.filter((row) => useCount(row) > 0).sort((a, b) => useCount(b) - useCount(a) || (a.tag < b.tag ? -1 : 1))

export const mostUsedTags = async (db: D1Database, userId: string, limit: number) =>
  rankUsedTags(await allTags(db, userId)).slice(0, limit)

/** The listed tags that exist, in alphabetical order. */
export const existingTags = async (db: D1Database, userId: string, tags: string[]) =>
  (await allTags(db, userId)).filter(({ tag }) => tags.includes(tag)).sort(({ tag: a }, { tag: b }) => compare(a, b))

/** Sessions with one of the tags, including deleted and running ones. `counted` is 1 unless the session is deleted. */
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

/**
 * Replaces tags of rows by one tag, at the position of the first; other tags keep their order. Tags of the row that
 * equal the new tag except for the case of ASCII letters are merged into it.
 * @param to null to remove the tags
 * @param now epoch ms
 */
export const replaceTags = (
  db: D1Database,
  userId: string,
  ids: string[],
  from: string[],
  to: string | null,
  now: number,
  table = 'sessions',
) => {
  const own = constant(`json_each(${table}.tags)`)
  const isFrom = part`value IN (SELECT value FROM json_each(${JSON.stringify(from)}))`
  const isSpelling = part`lower(value) = lower(${to}) AND EXISTS (SELECT 1 FROM ${own} WHERE ${isFrom})`
  return jsonChunks(ids).map(
    (chunk) => sql(db)`
      UPDATE ${constant(table)}
      SET tags = (
            SELECT json_group_array(tag) FROM (
              SELECT iif(${isFrom} OR ${isSpelling}, ${to}, value) AS tag
              FROM ${own}
              GROUP BY 1
              HAVING tag IS NOT NULL
              ORDER BY min(key))),
          updated_at = ${now}, seq = ${newSeq(userId)}
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${chunk}))`,
  )
}

export const deactivateTags = (db: D1Database, userId: string, tags: string[]) => sql(db)`
  INSERT INTO inactive_tags (user_id, tag, seq)
  SELECT ${userId}, value, ${newSeq(userId)}
  FROM json_each(${JSON.stringify(tags)})
  WHERE true
  ON CONFLICT (user_id, tag) DO NOTHING`

export const activateTags = (db: D1Database, userId: string, tags: string[]) => sql(db)`
  DELETE FROM inactive_tags WHERE user_id = ${userId} AND tag IN (SELECT value FROM json_each(${JSON.stringify(tags)}))`

/** A row of any kind except sessions that has a tag. `counted` is 1 unless the row is deleted. */
type TaggedRow = { kind: Kind; id: string; counted: 0 | 1 }

const ofKind = (userId: string, list: string, kind: Kind) => {
  const table = constant(kindEntry(kind).table)
  return part`
    SELECT ${kind} AS kind, id, deleted_at IS NULL AS counted FROM ${table}
    WHERE user_id = ${userId}
      AND EXISTS (SELECT 1 FROM json_each(${table}.tags) AS own WHERE own.value IN (SELECT value FROM json_each(${list})))`
}

/** Selects the rows of some kinds with one of the tags, including deleted rows. */
const tagged = (userId: string, kinds: Kind[], tags: string[]): SqlPart => {
  const list = JSON.stringify(tags)
  return kinds.map((kind) => ofKind(userId, list, kind)).reduce((all, one) => part`${all} UNION ALL ${one}`)
}

/** Rows of all kinds except sessions with one of the tags, including deleted rows. */
export const taggedRows = (db: D1Database, userId: string, tags: string[]) =>
  allRows<TaggedRow>(sql(db)`${tagged(userId, rowTagKinds, tags)}`)

/** Plans with one of the tags, with their markdown. */
export const taggedPlans = (db: D1Database, userId: string, tags: string[]) =>
  plansToRetag(db, userId, part`SELECT id FROM (${tagged(userId, ['plan'], tags)})`)

/** Replaces tags of rows that have a tags column. @param to null to remove them. @param now epoch ms */
export const retagRows = (
  db: D1Database,
  userId: string,
  rows: TaggedRow[],
  from: string[],
  to: string | null,
  now: number,
) =>
  tagColumnKinds.flatMap((kind) => {
    const { table } = kindEntry(kind)
    const ids = rows.filter((row) => row.kind === kind).map(({ id }) => id)
    return replaceTags(db, userId, ids, from, to, now, table)
  })
