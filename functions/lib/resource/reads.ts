import { andInOrg, type Kind, kindEntry } from '../kinds'
import type { Org } from '../org'
import { foundBy } from '../search/found-ids'
import { constant, part, rowAs, rowsAs, type SqlPart, sql } from '../sql'
import type { RowSchema } from '../stored'
import type { Cursor } from './cursor'

type Reads<R, Filter> = {
  kind: Kind
  schema: RowSchema<R>
  /** SELECT and FROM of a row, with columns by the name of their table. */
  select: SqlPart
  /** Conditions of a list, each with AND. */
  where: (filter: Filter) => SqlPart
}

/** Reads of a kind whose rows stand alone: one by its id, and those of a list. Neither reads deleted ones. */
export const readsOf = <R, Filter>({ kind, schema, select, where }: Reads<R, Filter>) => {
  const { table } = kindEntry(kind)
  const id = `${table}.id`
  const ofPerson = (userId: string) =>
    part`${constant(table)}.user_id = ${userId} AND ${constant(table)}.deleted_at IS NULL`

  return {
    find: (db: D1Database, userId: string, rowId: string) =>
      rowAs(schema, sql(db)`${select} WHERE ${ofPerson(userId)} AND ${constant(id)} = ${rowId}`),

    /**
     * Reads limit + 1 rows of a context that a search `q` and a filter find, from a cursor; the extra row means there is a
     * next page.
     */
    list: (
      db: D1Database,
      userId: string,
      org: Org,
      { q, ...filter }: Filter & { q?: string },
      { beyond, order }: Cursor,
      limit: number,
    ) =>
      rowsAs(
        schema,
        sql(db)`
        ${select}
        WHERE ${ofPerson(userId)} ${beyond} ${where(filter as Filter)} ${foundBy(id, q, { userId, kind })}
          ${andInOrg(userId, org, kind)}
        ORDER BY ${order}
        LIMIT ${limit + 1}`,
      ),
  }
}
