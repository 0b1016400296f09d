import { constant, jsonChunks, sql } from '../lib/sql'

/** Replaces tags of rows by one, at the position of the first; other tags keep their order. @param now epoch ms */
export const replaceTags = (
  db: D1Database,
  userId: string,
  ids: string[],
  from: string[],
  to: string,
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

/** Removes tags from rows; their other tags keep their order. @param now epoch ms */
export const removeTags = (
  db: D1Database,
  userId: string,
  ids: string[],
  tags: string[],
  now: number,
  table = 'sessions',
) =>
  jsonChunks(ids).map(
    (chunk) => sql(db)`
      UPDATE ${constant(table)}
      SET tags = (
            SELECT json_group_array(value) FROM (
              SELECT value FROM json_each(${constant(table)}.tags)
              WHERE value NOT IN (SELECT value FROM json_each(${JSON.stringify(tags)}))
              ORDER BY key)),
          updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${chunk}))`,
  )
