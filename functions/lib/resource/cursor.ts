import { allOrgs, type Org } from '../org'
import { constant, part, type SqlPart } from '../sql'

/** Where a page of a list begins: a condition that starts with AND, or nothing, and the order of the rows. */
export type Cursor = { beyond: SqlPart; order: SqlPart }

/** Rows with ids below one, in descending order, as the API lists them. */
export const belowId = (table: string, id: string): Cursor => ({
  beyond: part`AND ${constant(`${table}.id`)} < ${id}`,
  order: constant(`${table}.id DESC`),
})

/**
 * Rows in the order of some columns after the one with the id `after`, which may be deleted by now; empty for the first
 * page.
 */
export const afterRow = (table: string, columns: string, userId: string, after: string): Cursor => ({
  beyond:
    after === ''
      ? constant('')
      : part`AND (${constant(columns)}) > (
        SELECT ${constant(columns)} FROM ${constant(table)} WHERE user_id = ${userId} AND id = ${after})`,
  order: constant(columns),
})

type RowsFrom<R, Filter> = (
  db: D1Database,
  userId: string,
  org: Org,
  filter: Filter,
  cursor: Cursor,
  limit: number,
) => Promise<R[]>

/** The list of a table for `resourceApi`: rows of a context below an id. */
export const listedById =
  <R, Filter extends object>(table: string, rows: RowsFrom<R, Filter>) =>
  (
    db: D1Database,
    userId: string,
    { cursor, org = allOrgs, ...filter }: Filter & { cursor: string; org?: Org },
    limit: number,
  ) =>
    rows(db, userId, org, filter as Filter, belowId(table, cursor), limit)
