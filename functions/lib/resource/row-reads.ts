import type { z } from 'zod'
import { allRows, constant, part, type RowSchema, rowAs, rowsAs, type SqlPart, sql } from '../db/sql'
import { cursorValues, cutPage } from '../http/list-view'
import { andInOrg, type Kind, kindEntry } from '../kinds'
import { allOrgs, type Org } from '../org'
import { matchExpression, matchesSearch } from '../search/match'

/** Sort columns. The last one must be unique. */
type Order = { columns: string[]; isDescending?: boolean }

/** Parts of a SELECT. `last`: sort values of the row after which the list begins. */
type FirstRows = { columns: SqlPart; from: SqlPart; where: SqlPart; order: Order; last?: SqlPart | null }

/** SELECT of a list's first rows. */
export const firstRows = ({ columns, from, where, order, last }: FirstRows, limit: number) => {
  const { columns: ordered, isDescending } = order
  return part`
      SELECT ${columns}
      FROM ${from}
      WHERE ${where}
        ${last ? part`AND (${constant(ordered.join(', '))}) ${constant(isDescending ? '<' : '>')} (${last})` : constant('')}
      ORDER BY ${constant(ordered.map((column) => (isDescending ? `${column} DESC` : column)).join(', '))}
      LIMIT ${limit}`
}

/** Reads the first rows after the cursor `after`. Each row has its own cursor in its member `after`. */
export const rowsAfterCursor = <R>(
  db: D1Database,
  { columns, order, ...list }: Omit<FirstRows, 'last'>,
  after: string | null,
  limit: number,
) => {
  const values = constant(order.columns.join(', '))
  const last = cursorValues(after, order.columns.length)
  const rows = firstRows({ ...list, columns: part`json_array(${values}) AS after, ${columns}`, order, last }, limit)
  return allRows<R & { after: string }>(sql(db)`${rows}`)
}

/** Order of search results: last written first. */
export const byLastWrite: Order = { columns: ['search_index.rowid'], isDescending: true }

/** SQL of the columns in a row's schema, including computed ones. */
export const columnsOf = (table: string, { shape }: z.ZodObject, computed: Record<string, SqlPart> = {}) =>
  Object.keys(shape)
    .map((name) => (computed[name] ? part`${computed[name]} AS ${constant(name)}` : constant(`${table}.${name}`)))
    .reduce((all, one) => part`${all}, ${one}`)

/** SQL, or a function that returns SQL for a person. */
type OfPerson = SqlPart | ((userId: string) => SqlPart)

const sqlOf = (part: OfPerson, userId: string) => (typeof part === 'function' ? part(userId) : part)

type Reads<R, Filter> = {
  kind: Kind
  schema: RowSchema<R>
  /** Columns of a row, prefixed by their table. `shortColumns` are for list pages, if these show less. */
  columns: OfPerson
  shortColumns?: OfPerson
  /** More columns for rows found by a search. */
  foundColumns?: SqlPart
  joins?: OfPerson
  /** Conditions of a list, each starting with AND. */
  where: (filter: Filter, userId: string) => SqlPart
  /** Order on the list page; by default newest first. */
  order?: (filter: Filter & { q?: string }) => Order
}

/** A filter with a search. */
type Searched<Filter> = Filter & { q?: string }

/** Reads of a kind: a row by its id, and lists. All exclude deleted rows. */
export const readsOf = <R extends { id: string }, Filter extends object>(reads: Reads<R, Filter>) => {
  const { kind, schema, columns, shortColumns = columns, foundColumns, joins = constant(''), where } = reads
  const table = constant(kindEntry(kind).table)
  const id = `${table.text}.id`
  const { order = () => ({ columns: [id], isDescending: true }) } = reads
  const ofPerson = (userId: string) => part`${table}.user_id = ${userId} AND ${table}.deleted_at IS NULL`

  /** WHERE for rows in a context that pass the filter. */
  const conditions = (userId: string, org: Org, filter: object) =>
    part`${ofPerson(userId)} ${where(filter as Filter, userId)} ${andInOrg(userId, org, kind)}`

  /** SELECT of the first rows after the row with the id `after`, which may have been deleted. */
  const first = (
    userId: string,
    org: Org,
    { q, after, ...filter }: Searched<Filter> & { after?: string },
    limit: number,
  ) => {
    const inOrder = order({ q, ...filter } as Searched<Filter>)
    const isFound = inOrder.columns === byLastWrite.columns
    const last = isFound
      ? part`SELECT number FROM search_documents WHERE user_id = ${userId} AND kind = ${kind} AND id = ${after ?? ''}`
      : part`SELECT ${constant(inOrder.columns.join(', '))} FROM ${table} WHERE user_id = ${userId} AND id = ${after ?? ''}`
    const from = part`search_index
        JOIN search_documents AS documents ON documents.number = search_index.rowid
        JOIN ${table} ON ${table}.user_id = documents.user_id AND ${table}.id = documents.id`
    const match = isFound ? matchExpression(q ?? '', { userId, kind }) : undefined
    const found = match === undefined ? matchesSearch(id, q, { userId, kind }) : part`AND search_index MATCH ${match}`
    return firstRows(
      {
        columns: part`${sqlOf(shortColumns, userId)} ${isFound && foundColumns ? part`, ${foundColumns}` : constant('')}`,
        from: part`${isFound ? from : table} ${sqlOf(joins, userId)}`,
        where: part`${conditions(userId, org, filter)} ${found}`,
        order: inOrder,
        last: after ? last : null,
      },
      limit,
    )
  }

  return {
    find: (db: D1Database, userId: string, rowId: string) =>
      rowAs(
        schema,
        sql(db)`
          SELECT ${sqlOf(columns, userId)} FROM ${table} ${sqlOf(joins, userId)}
          WHERE ${ofPerson(userId)} AND ${constant(id)} = ${rowId}`,
      ),

    /** Reads limit + 1 rows with ids below `cursor`, newest first, for the API. */
    list: (
      db: D1Database,
      userId: string,
      { cursor, org = allOrgs, q, ...filter }: Searched<Filter> & { cursor: string; org?: Org },
      limit: number,
    ) =>
      rowsAs(
        schema,
        sql(db)`
          SELECT ${sqlOf(columns, userId)}
          FROM ${table} ${sqlOf(joins, userId)}
          WHERE ${conditions(userId, org, filter)} AND ${constant(id)} < ${cursor} ${matchesSearch(id, q, { userId, kind })}
          ORDER BY ${constant(id)} DESC
          LIMIT ${limit + 1}`,
      ),

    first,

    /** Reads a page of a list. */
    page: async (db: D1Database, userId: string, org: Org, query: Parameters<typeof first>[2], limit: number) =>
      cutPage(await rowsAs(schema, sql(db)`${first(userId, org, query, limit + 1)}`), limit),
  }
}
