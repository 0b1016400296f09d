import { batchRows } from '../lib/jobs/batches'
import { allRows, type SqlPart, sql } from '../lib/sql'
import { mostSessionsIn, rowsToEdit, type SessionSize } from '../sessions/rows-written'
import { type ChangeKey, countEdited } from './images'
import type { ChangeRow } from './schema'
import { undoableTables } from './tables'

/** Changes after `since` (epoch ms), newest first; the row beyond `limit` means there is a next page. */
export const changes = (db: D1Database, userId: string, since: number, before: string, limit: number) =>
  allRows<ChangeRow>(sql(db)`
    SELECT id, kind, summary, seq, created_at
    FROM changes
    WHERE user_id = ${userId} AND id < ${before} AND created_at > ${since}
    ORDER BY id DESC
    LIMIT ${limit + 1}`)

/** A change made after `since` (epoch ms). */
export const change = (db: D1Database, userId: string, id: string, since: number) =>
  sql(db)`
    SELECT id, kind, summary, seq, created_at
    FROM changes
    WHERE user_id = ${userId} AND id = ${id} AND created_at > ${since}`.first<ChangeRow>()

/** Counts the rows that were edited since the change: in these columns Undo leaves them as they are. */
export const editedSince = async (db: D1Database, userId: string, changeId: string) => {
  const { sessions, projects, goals } = undoableTables
  const of = { userId, changeId }
  const row = await sql(db)`
    SELECT (${countEdited(sessions, of)}) + (${countEdited(projects, of)}) + (${countEdited(goals, of)}) AS edited`.first<{
    edited: number
  }>()
  return row?.edited ?? 0
}

export const changeUndoPath = (id: string) => `/changes/${id}/undo`

/** Images of sessions in the first part of a change, as many as one batch could restore, with the larger of what a session was and is. */
export const sizesOfImages = (db: D1Database, { userId, changeId }: ChangeKey) =>
  allRows<SessionSize & { number: number }>(sql(db)`
    SELECT number, max(coalesce(json_array_length(was_days), 0), coalesce(json_array_length(is_days), 0)) AS days,
      max(coalesce(json_array_length(was_hours), 0), coalesce(json_array_length(is_hours), 0)) AS hours,
      max(coalesce(json_array_length(was_tags), 0), coalesce(json_array_length(is_tags), 0)) AS tags
    FROM (
      SELECT number, image.value ->> '$.was.days' AS was_days, image.value ->> '$.is.days' AS is_days,
        image.value ->> '$.was.hours' AS was_hours, image.value ->> '$.is.hours' AS is_hours,
        image.value ->> '$.was.tags' AS was_tags, image.value ->> '$.is.tags' AS is_tags
      FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image
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
    FROM change_parts CROSS JOIN json_each(change_parts.rows) AS image
    WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.sessions.kind}`.first<{
    sessions: number
    added: number
  }>()) ?? { sessions: 0, added: 0 }

/** Sizes of sessions, of one more than a batch could write. @param ids a query of their ids */
export const sizesOfSessions = (db: D1Database, userId: string, ids: SqlPart) =>
  allRows<SessionSize>(sql(db)`
    SELECT json_array_length(days) AS days, json_array_length(coalesce(hours, days)) AS hours,
      json_array_length(tags) AS tags
    FROM sessions
    WHERE user_id = ${userId} AND id IN (${ids} LIMIT ${mostSessionsIn(batchRows, rowsToEdit) + 1})`)
