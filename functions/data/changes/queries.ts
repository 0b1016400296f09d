import { allRows, part, sql } from '../../lib/sql'
import { countEdited, countKept } from './images'
import type { ChangeRow } from './schema'
import { filedTables, taggedTables, undoableTables } from './tables'

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
  const { sessions, notes, projects, goals, people, meetings, organizations } = undoableTables
  const of = { userId, changeId }
  const counts = [
    ...[sessions, notes, projects, goals, people, meetings, organizations, ...taggedTables, ...filedTables].map(
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
