import { batchRows } from '../lib/jobs/batches'
import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { mostSessionsIn, rowsToEdit, type SessionSize } from '../sessions/rows-written'
import { type ChangeKey, countEdited, countKept } from './images'
import type { ChangeRow } from './schema'
import { taggedTables, undoableTables } from './tables'

/** Changes after `since` (epoch ms), newest first; the row beyond `limit` means there is a next page. */
export const changes = (db: D1Database, userId: string, since: number, before: string, limit: number) =>
  allRows<ChangeRow>(sql(db)`
    SELECT id, kind, summary, seq, created_at, by_token, undo_path
    FROM changes
    WHERE user_id = ${userId} AND id < ${before} AND created_at > ${since}
    ORDER BY id DESC
    LIMIT ${limit + 1}`)

/** A change made after `since` (epoch ms). */
export const change = (db: D1Database, userId: string, id: string, since: number) =>
  sql(db)`
    SELECT id, kind, summary, seq, created_at, by_token, undo_path
    FROM changes
    WHERE user_id = ${userId} AND id = ${id} AND created_at > ${since}`.first<ChangeRow>()

/** Counts the rows, but plans, that were edited since the change: in these columns Undo leaves them as they are. */
export const editedSince = async (db: D1Database, userId: string, changeId: string) => {
  const { sessions, notes, projects, goals, people, meetings } = undoableTables
  const of = { userId, changeId }
  const counts = [
    ...[sessions, notes, projects, goals, people, meetings, ...taggedTables].map(
      (table) => part`(${countEdited(table, of)})`,
    ),
    part`(${countKept(meetings, of)})`,
  ]
  const row = await sql(db)`SELECT ${counts.reduce((all, one) => part`${all} + ${one}`)} AS edited`.first<{
    edited: number
  }>()
  return row?.edited ?? 0
}

export const changeUndoPath = (id: string) => `/changes/${id}/undo`

/** Images of sessions in the first part of a change, as many as one batch could restore, with the larger of what a session was and is. */
export const sizesOfImages = (db: D1Database, { userId, changeId }: ChangeKey) =>
  allRows<SessionSize & { number: number }>(sql(db)`
    SELECT number, max(coalesce(json_array_length(was_days), 0), coalesce(json_array_length(is_days), 0)) AS days,
      max(coalesce(json_array_length(was_tags), 0), coalesce(json_array_length(is_tags), 0)) AS tags
    FROM (
      SELECT number, image.value ->> '$.was.days' AS was_days, image.value ->> '$.is.days' AS is_days,
        image.value ->> '$.was.tags' AS was_tags, image.value ->> '$.is.tags' AS is_tags
      FROM change_parts JOIN json_each(change_parts.rows) AS image
      WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.sessions.kind}
        AND number = (
          SELECT min(number) FROM change_parts
          WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.sessions.kind})
      ORDER BY image.key
      LIMIT ${mostSessionsIn(batchRows, rowsToEdit)})`)

/** Images of sessions, and how many of these the change added. */
export const countImages = async (db: D1Database, { userId, changeId }: ChangeKey) =>
  (await sql(db)`
    SELECT count(*) AS sessions, coalesce(sum(json_type(image.value, '$.was') = 'null'), 0) AS added
    FROM change_parts JOIN json_each(change_parts.rows) AS image
    WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.sessions.kind}`.first<{
    sessions: number
    added: number
  }>()) ?? { sessions: 0, added: 0 }

const taggedKinds = JSON.stringify(taggedTables.map(({ kind }) => kind))

/** Counts images of rows of other kinds whose tags a change replaced. */
export const countTaggedImages = async (db: D1Database, { userId, changeId }: ChangeKey) =>
  (await sql(db)`
    SELECT coalesce(sum(json_array_length(rows)), 0) AS count
    FROM change_parts
    WHERE user_id = ${userId} AND change_id = ${changeId}
      AND kind IN (SELECT value FROM json_each(${taggedKinds}))`.first<number>('count')) ?? 0

/** The first part of a change with images of such rows, and how many it has. */
export const firstTaggedPart = (db: D1Database, { userId, changeId }: ChangeKey) =>
  sql(db)`
    SELECT kind, number, json_array_length(rows) AS count
    FROM change_parts
    WHERE user_id = ${userId} AND change_id = ${changeId} AND kind IN (SELECT value FROM json_each(${taggedKinds}))
    ORDER BY kind, number
    LIMIT 1`.first<{ kind: string; number: number; count: number }>()

/** Sizes of sessions, of one more than a batch could write. @param ids a query of their ids */
export const sizesOfSessions = (db: D1Database, userId: string, ids: SqlPart) =>
  allRows<SessionSize>(sql(db)`
    SELECT json_array_length(days) AS days, json_array_length(tags) AS tags
    FROM sessions
    WHERE user_id = ${userId} AND id IN (${ids} LIMIT ${mostSessionsIn(batchRows, rowsToEdit) + 1})`)
