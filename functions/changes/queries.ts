import { allRows, part, sql } from '../lib/db/sql'
import { countEdited, countKeptSql } from './images'
import type { ChangeRow } from './schema'
import { filedTables, taggedTables, undoableTables } from './tables'

/** Keys of the touched rows: ids; for tags that become active or inactive, the tags themselves. */
export type TouchedKeys = Partial<Record<keyof typeof undoableTables, string[]>>

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

/** Counts the rows that were edited after the change; Undo keeps their edits. Edits of a plan's text are not counted. */
export const countEditedRows = async (db: D1Database, userId: string, changeId: string) => {
  const { sessions, notes, projects, goals, learnings, cards, tasks, planned_tasks, ...others } = undoableTables
  const { people, meetings, organizations, skills, feedback, plans, energy_checkins, reviews } = others
  const of = { userId, changeId }
  const counts = [
    ...[sessions, notes, projects, goals, learnings, cards, tasks, planned_tasks, people, meetings, organizations]
      .concat(skills, feedback, plans, energy_checkins, reviews)
      .concat(taggedTables, filedTables)
      .map((table) => part`(${countEdited(table, of)})`),
    part`(${countKeptSql(meetings, of)})`,
  ]
  const row = await sql(db)`SELECT ${counts.reduce((all, one) => part`${all} + ${one}`)} AS edited`.first<{
    edited: number
  }>()
  return row?.edited ?? 0
}

/** Error for an Undo that would give two rows the same name. */
export const nameTaken = {
  status: 409,
  code: 'name_taken',
  title: 'Name already taken',
  detail: 'Something else now has a name or a place to restore. Rename or delete that, then undo again.',
} as const
