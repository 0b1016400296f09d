import { plansToRetag } from '../../data/changes/plan-tags'
import { type Kind, kindEntry, rowTagKinds, tagColumnKinds } from '../../lib/kinds'
import { allRows, constant, jsonChunks, part, type SqlPart, sql } from '../../lib/sql'

/**
 * Replaces tags of rows by one, at the position of the first; other tags keep their order.
 * @param to null to take them away
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
) =>
  jsonChunks(ids).map(
    (chunk) => sql(db)`
      UPDATE ${constant(table)}
      SET tags = (
            SELECT json_group_array(tag) FROM (
              SELECT iif(value IN (SELECT value FROM json_each(${JSON.stringify(from)})), ${to}, value) AS tag
              FROM json_each(${constant(table)}.tags)
              GROUP BY 1
              HAVING tag IS NOT NULL
              ORDER BY min(key))),
          updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${chunk}))`,
  )

export const deactivateTags = (db: D1Database, userId: string, tags: string[]) => sql(db)`
  INSERT INTO inactive_tags (user_id, tag, seq)
  SELECT ${userId}, value, (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM json_each(${JSON.stringify(tags)})
  WHERE true
  ON CONFLICT (user_id, tag) DO NOTHING`

export const activateTags = (db: D1Database, userId: string, tags: string[]) => sql(db)`
  DELETE FROM inactive_tags WHERE user_id = ${userId} AND tag IN (SELECT value FROM json_each(${JSON.stringify(tags)}))`

/** A row of another kind than sessions that has a tag; `counted` is 1 unless it is deleted. */
type TaggedRow = { kind: Kind; id: string; counted: 0 | 1 }

const ofKind = (userId: string, list: string, kind: Kind) => {
  const table = constant(kindEntry(kind).table)
  return part`
    SELECT ${kind} AS kind, id, deleted_at IS NULL AS counted FROM ${table}
    WHERE user_id = ${userId}
      AND EXISTS (SELECT 1 FROM json_each(${table}.tags) AS own WHERE own.value IN (SELECT value FROM json_each(${list})))`
}

/** Selects the rows of some kinds that have one of the tags, deleted ones too. */
const tagged = (userId: string, kinds: Kind[], tags: string[]): SqlPart => {
  const list = JSON.stringify(tags)
  return kinds.map((kind) => ofKind(userId, list, kind)).reduce((all, one) => part`${all} UNION ALL ${one}`)
}

/** Rows of all kinds but sessions that have one of the tags, deleted ones too. */
export const rowsTagged = (db: D1Database, userId: string, tags: string[]) =>
  allRows<TaggedRow>(sql(db)`${tagged(userId, rowTagKinds, tags)}`)

/** Plans that have one of the tags, with their markdown. */
export const plansTagged = (db: D1Database, userId: string, tags: string[]) =>
  plansToRetag(db, userId, part`SELECT id FROM (${tagged(userId, ['plan'], tags)})`)

/** Replaces tags of rows whose tags are in a column. @param to null to take them away. @param now epoch ms */
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
