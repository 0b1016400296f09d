import { z } from 'zod'
import { constant, sql } from '../../lib/db/sql'
import type { KindEntry } from '../../lib/feature'
import { type Cursor, cursorText } from '../../lib/http/list-view'
import { type Kind, kindEntries, kindEntry } from '../../lib/kinds'
import type { DeletedRow } from './schema'

export const DeletedView = z.object({ before: cursorText })

const partsOf = ({ table, search, parent, deleted = {} }: KindEntry) => {
  const { detail = "''", started_at = 'NULL', time_zone = 'NULL', duration_seconds = 'NULL', where = '1' } = deleted
  const above = parent && kindEntry(parent.kind)
  return {
    columns: `row.id, row.${search.title} AS title, ${detail} AS detail, ${started_at} AS started_at,
      ${time_zone} AS time_zone, ${duration_seconds} AS duration_seconds, row.deleted_at,
      ${parent ? `row.${parent.column}` : 'NULL'} AS parent_id,
      ${above ? `parent.${above.search.title}` : 'NULL'} AS parent_title`,
    from: above
      ? `${table} AS row JOIN ${above.table} AS parent
          ON parent.user_id = row.user_id AND parent.id = row.${parent.column} AND parent.deleted_at IS NULL`
      : `${table} AS row`,
    where,
  }
}

/** One kind of what a user deleted; parts of a deleted row are left out, for they come back with it. */
const deletedOf = (db: D1Database, userId: string, entry: KindEntry, since: number, before: Cursor, limit: number) => {
  const { columns, from, where } = partsOf(entry)
  return sql(db)`
    SELECT ${constant(columns)}
    FROM ${constant(from)}
    WHERE row.user_id = ${userId} AND row.deleted_at IS NOT NULL AND row.deleted_at > ${since}
      AND (row.deleted_at, row.id) < (${before.at}, ${before.id}) AND ${constant(where)}
    ORDER BY row.deleted_at DESC, row.id DESC
    LIMIT ${limit}`
}

/** Rows deleted after `since` (epoch ms), newest first; the row beyond `limit` means there is a next page. */
export const deletedRows = async (db: D1Database, userId: string, since: number, before: Cursor, limit: number) => {
  const statements = kindEntries.map(([, entry]) => deletedOf(db, userId, entry, since, before, limit + 1))
  const results = await db.batch<Omit<DeletedRow, 'kind'>>(statements)
  const rows = results.flatMap((result, index): DeletedRow[] => {
    const kind: Kind | undefined = kindEntries[index]?.[0]
    return kind ? result.results.map((row) => ({ kind, ...row })) : []
  })
  const isNewer = (a: DeletedRow, b: DeletedRow) =>
    a.deleted_at > b.deleted_at || (a.deleted_at === b.deleted_at && a.id > b.id)
  return rows.sort((a, b) => (isNewer(a, b) ? -1 : 1)).slice(0, limit + 1)
}
