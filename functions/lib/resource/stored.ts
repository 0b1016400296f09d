import { presentOrganization } from '../org'
import { recoverableSince } from '../recoverable'
import { constant, type Outdates, orStale, part, type SqlPart, sql } from '../sql'
import { type Filed, namedOrganization } from './filing'
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

const textOf = (value: Columns[string] | undefined) => (typeof value === 'string' ? value : null)

const filedBy = ({ organization_id, project_id }: Columns): Filed => ({
  organization_id: textOf(organization_id),
  project_id: textOf(project_id),
})

/** SQL of the organization that the columns of a row name. @param before null for a new row */
const organizationIn = (userId: string, columns: Columns, before: Filed | null) =>
  namedOrganization(userId, filedBy(columns), before)

/** Inserts a row of a table with `created_at` and `updated_at`. @param now epoch ms */
export const insertRow = (db: D1Database, table: string, userId: string, id: string, columns: Columns, now: number) => {
  const names = listOf(Object.keys(columns).map(constant))
  // The organization of a new row may be gone: that of the context was not checked.
  const organization = presentOrganization(userId, organizationIn(userId, columns, null))
  const values = listOf(
    Object.entries(columns).map(([name, value]) => (name === 'organization_id' ? organization : part`${value}`)),
  )
  return [
    sql(db)`
      INSERT INTO ${constant(table)} (user_id, id, ${names}, seq, created_at, updated_at)
      SELECT ${userId}, ${id}, ${values}, seq, ${now}, ${now}
      FROM change_heads
      WHERE user_id = ${userId}`,
  ]
}

/** Saves columns of a row over version `seq`. @param now epoch ms @param before how it was filed */
export const updateRow = (
  db: D1Database,
  table: string,
  userId: string,
  { id, seq }: Pick<Row, 'id' | 'seq'>,
  columns: Columns,
  now: number,
  before: Filed = {},
) => [
  sql(db)`
    UPDATE ${constant(table)}
    SET ${listOf(
      Object.entries(columns).map(([name, value]) => {
        const organization = name === 'organization_id' ? organizationIn(userId, columns, before) : value
        return part`${constant(name)} = ${organization}`
      }),
    )},
        updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND seq = ${seq}`,
  orStale(db),
]

type Stored<Values> = {
  /** Columns that are written as the values say, with those of a new row that says nothing. */
  fresh: Columns
  /** Columns that follow from values. */
  computed?: (values: Values) => Columns
  outdates?: Outdates[]
}

/** The writes of a table whose rows are only inserted, updated, deleted and restored. */
export const storedRows = <R extends Row, New extends object>(
  table: string,
  { fresh, computed, outdates }: Stored<New | R>,
) => {
  const columnsOf = (values: New | R): Columns => {
    const given = values as Columns
    const written = Object.entries(fresh).map(([name, value]) => [name, given[name] ?? value] as const)
    return { ...Object.fromEntries(written), ...computed?.(values) }
  }
  return {
    insert: (db: D1Database, userId: string, id: string, values: New, now: number) =>
      insertRow(db, table, userId, id, columnsOf(values), now),
    update: (db: D1Database, userId: string, values: R, now: number, before?: R) =>
      updateRow(db, table, userId, values, columnsOf(values), now, before && filedBy(columnsOf(before))),
    remove: deleteRow(table, outdates),
    restore: restoreRow(table, outdates),
  }
}
