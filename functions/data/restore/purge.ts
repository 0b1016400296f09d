import { columnList } from '../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import { backups } from '../backups/queries'
import { type TableName, tableNames } from '../export/read/tables'
import { dropObjects } from './files'
import { rangeColumns } from './write-rows'

/** Rows of a table deleted in one step. Sessions are fewer: their facts and search documents are deleted, too. */
const rowsPerStep = { sessions: 60, plans: 20, app_usage: 400 } as Partial<Record<string, number>>
const usualRows = 150

const turnMs = 20_000
const pauseMs = 25

/** Tables that are in no export but too large to be deleted together with their account. */
const others: [table: string, order: readonly string[]][] = [
  ['ledger_edits', ['at', 'number']],
  ['change_parts', ['change_id', 'kind', 'number']],
  ['visits', ['started_at']],
  ['search_documents', ['kind', 'id']],
]

/** Tables in order of deletion: referencing rows before the rows they reference. */
const order: [table: string, order: readonly string[]][] = [
  ...tableNames.toReversed().map((table: TableName): [string, readonly string[]] => [table, rangeColumns(table)]),
  ...others,
]

/** SQL guard: true if the kept state has expired, so that Undo cannot bring it back. */
const isDoomed = (id: string, now: number) =>
  part`EXISTS (SELECT 1 FROM users WHERE id = ${id} AND shadow_of IS NOT NULL AND shadow_until <= ${now})`

const deleteSome = (db: D1Database, id: string, [table, columns]: (typeof order)[number], now: number) => {
  const key = columnList(columns)
  return sql(db)`
    DELETE FROM ${constant(table)}
    WHERE user_id = ${id} AND ${isDoomed(id, now)} AND (${key}) IN (
      SELECT ${key} FROM ${constant(table)} WHERE user_id = ${id} LIMIT ${rowsPerStep[table] ?? usualRows})`
}

const withoutParents = (db: D1Database, id: string, now: number) => sql(db)`
  UPDATE goals SET parent_id = NULL
  WHERE user_id = ${id} AND parent_id IS NOT NULL AND ${isDoomed(id, now)} AND id IN (
    SELECT id FROM goals WHERE user_id = ${id} AND parent_id IS NOT NULL LIMIT ${usualRows})`

/** Replaces an admin's previous id in audit entries and rules. It scans all rows, so it only runs for admins. */
const renamed = (db: D1Database, id: string, owner: string) => [
  sql(db)`UPDATE admin_audit SET admin_id = ${owner} WHERE admin_id = ${id}`,
  sql(db)`UPDATE user_apps SET admin_id = ${owner} WHERE admin_id = ${id}`,
  sql(db)`UPDATE users SET unlisted_locked_by = ${owner} WHERE unlisted_locked_by = ${id}`,
  sql(db)`UPDATE apps SET updated_by = ${owner} WHERE updated_by = ${id}`,
]

/** Deletes a state in steps. Returns false if the time is up before everything is deleted. */
const deleteState = async (db: D1Database, { id, owner }: { id: string; owner: string }, now: number, end: number) => {
  for (;;) {
    const { meta } = await withoutParents(db, id, now).run()
    if (meta.changes === 0) break
    if (Date.now() > end) return false
  }
  for (const one of order) {
    for (;;) {
      if (Date.now() > end) return false
      const { meta } = await deleteSome(db, id, one, now).run()
      if (meta.changes === 0) break
      await scheduler.wait(pauseMs)
    }
  }
  const acted = await sql(db)`SELECT 1 FROM admin_audit WHERE admin_id = ${id} AND is_inside = 0 LIMIT 1`.first()
  await db.batch([
    sql(db)`UPDATE admin_audit SET subject = ${owner} WHERE subject = ${id}`,
    ...(acted ? renamed(db, id, owner) : []),
    sql(db)`DELETE FROM users WHERE id = ${id} AND shadow_of IS NOT NULL AND shadow_until <= ${now}`,
  ])
  return true
}

/**
 * Deletes a person's expired states in small steps, so that other requests are not delayed. The next call continues.
 * @param now epoch ms
 */
export const dropOldStates = async (
  { DB, BACKUPS }: { DB: D1Database; BACKUPS: R2Bucket },
  owner: string,
  now: number,
) => {
  const end = Date.now() + turnMs
  const old = await allRows<{ id: string }>(sql(DB)`
    SELECT id FROM users WHERE shadow_of = ${owner} AND shadow_until <= ${now}`)
  if (old.length === 0) return
  // Backups stay with their person, under keys that contain the former id.
  const kept = (await backups(DB, owner)).map(({ key }) => key)
  for (const { id } of old) {
    await dropObjects(BACKUPS, id, kept)
    if (!(await deleteState(DB, { id, owner }, now, end))) return
  }
}
