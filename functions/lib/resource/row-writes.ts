import { columnList, jsonValues, setFromJson, withGiven } from '../db/conditions'
import { recoverableSince } from '../db/recoverable'
import { constant, jsonChunks, newSeq, type Outdates, orStale, part, type SqlPart, sql } from '../db/sql'
import { type Kind, kindEntry } from '../kinds'
import { presentOrganization } from '../org'
import { type Filing, namedOrganization } from './filing'
import type { ResourceRow, WriteWithEffects } from './resource'

/** Values or SQL for columns of a row, except `user_id`, `id`, `seq` and timestamps. */
export type Columns = Record<string, string | number | null | SqlPart>

const listOf = (parts: SqlPart[]) => parts.reduce((all, one) => part`${all}, ${one}`)

const textOf = (value: Columns[string] | undefined) => (typeof value === 'string' ? value : null)

const filedBy = ({ organization_id, project_id }: Columns): Filing => ({
  organization_id: textOf(organization_id),
  project_id: textOf(project_id),
})

/** SQL of the organization to store in a row. @param before null for a new row */
const organizationIn = (userId: string, columns: Columns, before: Filing | null) =>
  namedOrganization(userId, filedBy(columns), before)

const none = constant('')

/**
 * Inserts a row with `created_at` and `updated_at`.
 * @param now epoch ms
 * @param where condition with AND; if it is false, rolls back
 */
export const insertRow = (
  db: D1Database,
  table: string,
  userId: string,
  id: string,
  columns: Columns,
  now: number,
  where: SqlPart = none,
) => {
  const names = listOf(Object.keys(columns).map(constant))
  // The context's organization was not checked and may be gone. Then the row gets none.
  const organization = presentOrganization(userId, organizationIn(userId, columns, null))
  const values = listOf(
    Object.entries(columns).map(([name, value]) => (name === 'organization_id' ? organization : part`${value}`)),
  )
  const insert = sql(db)`
      INSERT INTO ${constant(table)} (user_id, id, ${names}, seq, created_at, updated_at)
      SELECT ${userId}, ${id}, ${values}, seq, ${now}, ${now}
      FROM change_heads
      WHERE user_id = ${userId} ${where}`
  return where === none ? [insert] : [insert, orStale(db)]
}

/** `SET` of columns, including the new version and the time of the write. */
export const columnAssignments = (userId: string, columns: Columns, now: number) =>
  listOf(
    Object.entries<Columns[string]>({ updated_at: now, ...columns, seq: newSeq(userId) }).map(
      ([name, value]) => part`${constant(name)} = ${value}`,
    ),
  )

/** Saves columns of a row that is not deleted, at any version. @param where more conditions, each with AND */
export const setRow = (
  db: D1Database,
  table: string,
  userId: string,
  id: string,
  columns: Columns,
  now: number,
  where: SqlPart = none,
) => [
  sql(db)`
    UPDATE ${constant(table)} SET ${columnAssignments(userId, columns, now)}
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL ${where}`,
  orStale(db),
]

/** Like `setRow`, for all rows with these ids, without a guard. */
export const setRows = (
  db: D1Database,
  table: string,
  userId: string,
  ids: string[],
  columns: Columns,
  now: number,
) => sql(db)`
  UPDATE ${constant(table)} SET ${columnAssignments(userId, columns, now)}
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL`

/** Saves columns of a row over version `seq`. @param before how it was filed @param where more conditions */
export const updateRow = (
  db: D1Database,
  table: string,
  userId: string,
  { id, seq }: Pick<ResourceRow, 'id' | 'seq'>,
  columns: Columns,
  now: number,
  before: Filing = {},
  where: SqlPart = none,
) => {
  const filed = 'organization_id' in columns && { organization_id: organizationIn(userId, columns, before) }
  return setRow(db, table, userId, id, { ...columns, ...filed }, now, part`AND seq = ${seq} ${where}`)
}

/** Deletes a row of a table with `user_id`, `id`, `seq` and `deleted_at`. It can be restored for 30 days. */
export const deleteRow =
  (table: string, outdates: Outdates[] = []) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      sql(db)`
        UPDATE ${constant(table)} SET deleted_at = ${now}, seq = ${newSeq(userId)}
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
      orStale(db),
    ],
    outdates,
  })

/** Deletes rows of a kind for good, with their search documents. @param which condition that includes the user */
export const removeRows = (db: D1Database, userId: string, kind: Kind, which: SqlPart) => {
  const table = constant(kindEntry(kind).table)
  return [
    sql(db)`
      DELETE FROM search_documents
      WHERE user_id = ${userId} AND kind = ${kind} AND id IN (SELECT id FROM ${table} WHERE ${which})`,
    sql(db)`DELETE FROM ${table} WHERE ${which}`,
  ]
}

/** Restores a row that `deleteRow` deleted in the last 30 days. @param where more conditions, each with AND */
export const restoreRow =
  (table: string, outdates: Outdates[] = [], where: SqlPart = none) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      sql(db)`
        UPDATE ${constant(table)} SET deleted_at = NULL, seq = ${newSeq(userId)}
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at > ${recoverableSince(now)} ${where}`,
      orStale(db),
    ],
    outdates,
  })

type Stored<Values> = {
  /** Columns that are copied from the values, with the defaults of a new row. */
  fresh: Columns
  /** Columns computed from values. */
  computed?: (values: Values) => Columns
  outdates?: Outdates[]
}

/** The columns of `fresh` with the given values; missing values get the default. */
export const columnsToWrite = (fresh: Columns, values: object): Columns => {
  const given = values as Columns
  return Object.fromEntries(Object.entries(fresh).map(([name, value]) => [name, given[name] ?? value]))
}

/** Writes for a table whose rows are only inserted, updated, deleted and restored. */
export const storedRows = <R extends ResourceRow, New extends object>(
  table: string,
  { fresh, computed, outdates }: Stored<New | R>,
) => {
  const columnsOf = (values: New | R): Columns => ({ ...columnsToWrite(fresh, values), ...computed?.(values) })
  return {
    insert: (db: D1Database, userId: string, id: string, values: New, now: number) =>
      insertRow(db, table, userId, id, columnsOf(values), now),
    update: (db: D1Database, userId: string, values: R, now: number, before?: R) =>
      updateRow(db, table, userId, values, columnsOf(values), now, before && filedBy(columnsOf(before))),
    remove: deleteRow(table, outdates),
    restore: restoreRow(table, outdates),
  }
}

/** Names of all members of the rows. They become SQL: only names from the code. */
export const memberNames = (rows: object[]) => [...new Set(rows.flatMap((row) => Object.keys(row)))]

/**
 * Inserts rows. Each member is a column. There is no guard.
 * @param besides more columns; their SQL may read the row's JSON as `value`
 * @param after more SQL: ON CONFLICT, RETURNING
 */
export const insertRows = (
  db: D1Database,
  table: string,
  userId: string,
  rows: object[],
  besides: Columns = {},
  after: SqlPart = none,
) =>
  jsonChunks(rows).map((json) => {
    const names = memberNames(rows).filter((name) => !(name in besides))
    const values = [jsonValues(names), ...Object.values(besides).map((value) => part`${value}`)]
    return sql(db)`
      INSERT INTO ${constant(table)} (user_id, ${columnList([...names, ...Object.keys(besides)])})
      SELECT ${userId}, ${listOf(values)}
      FROM json_each(${json})
      WHERE true ${after}`
  })

/** Saves the members of rows by id, at any version. @param besides see `insertRows` */
export const updateRows = (
  db: D1Database,
  table: string,
  userId: string,
  rows: { id: string }[],
  besides: Columns = {},
  where: SqlPart = none,
) =>
  jsonChunks(rows).map((json) => {
    const names = memberNames(rows).filter((name) => name !== 'id' && !(name in besides))
    const set = [
      setFromJson(names),
      ...Object.entries(besides).map(([name, value]) => part`${constant(name)} = ${value}`),
    ]
    return sql(db)`
      ${withGiven(json)}
      UPDATE ${constant(table)} SET ${listOf(set)}
      FROM given
      WHERE ${constant(table)}.user_id = ${userId} AND ${constant(table)}.id = value ->> 'id' ${where}`
  })
