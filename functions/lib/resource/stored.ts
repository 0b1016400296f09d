import { presentOrganization } from '../org'
import { recoverableSince } from '../recoverable'
import { constant, type Outdates, orStale, part, type SqlPart, sql } from '../sql'
import type { Row, WriteWithEffects } from './resource'

/** Deletes a row of a table with `user_id`, `id`, `seq` and `deleted_at`. It can be restored for 30 days. */
export const deleteRow =
  (table: string, outdates: Outdates[] = []) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      sql(db)`
        UPDATE ${constant(table)} SET deleted_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
      orStale(db),
    ],
    outdates,
  })

/** Restores a row that `deleteRow` deleted in the last 30 days. */
export const restoreRow =
  (table: string, outdates: Outdates[] = []) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      sql(db)`
        UPDATE ${constant(table)} SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at > ${recoverableSince(now)}`,
      orStale(db),
    ],
    outdates,
  })

/** Columns of a row with their values, or SQL of these, beside `user_id`, `id`, `seq` and those of its moments. */
export type Columns = Record<string, string | number | null | SqlPart>

const listOf = (parts: SqlPart[]) => parts.reduce((all, one) => part`${all}, ${one}`)

/** The organization of a new row may be gone: that of the context was not checked. */
const storedValue = (userId: string, [name, value]: [string, Columns[string]]) =>
  name === 'organization_id' && typeof value === 'string' ? presentOrganization(userId, value) : part`${value}`

/** Inserts a row of a table with `created_at` and `updated_at`. @param now epoch ms */
export const insertRow = (db: D1Database, table: string, userId: string, id: string, columns: Columns, now: number) => {
  const names = listOf(Object.keys(columns).map(constant))
  const values = listOf(Object.entries(columns).map((column) => storedValue(userId, column)))
  return [
    sql(db)`
      INSERT INTO ${constant(table)} (user_id, id, ${names}, seq, created_at, updated_at)
      SELECT ${userId}, ${id}, ${values}, seq, ${now}, ${now}
      FROM change_heads
      WHERE user_id = ${userId}`,
  ]
}

/** Saves columns of a row over version `seq`. @param now epoch ms */
export const updateRow = (
  db: D1Database,
  table: string,
  userId: string,
  { id, seq }: Pick<Row, 'id' | 'seq'>,
  columns: Columns,
  now: number,
) => [
  sql(db)`
    UPDATE ${constant(table)}
    SET ${listOf(Object.entries(columns).map(([name, value]) => part`${constant(name)} = ${value}`))},
        updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND seq = ${seq}`,
  orStale(db),
]

/** The writes of a table whose rows are only inserted, updated, deleted and restored. */
export const storedRows = <R extends Row, New extends object>(
  table: string,
  columns: (values: New | R) => Columns,
  outdates: Outdates[] = [],
) => ({
  insert: (db: D1Database, userId: string, id: string, values: New, now: number) =>
    insertRow(db, table, userId, id, columns(values), now),
  update: (db: D1Database, userId: string, values: R, now: number) =>
    updateRow(db, table, userId, values, columns(values), now),
  remove: deleteRow(table, outdates),
  restore: restoreRow(table, outdates),
})
