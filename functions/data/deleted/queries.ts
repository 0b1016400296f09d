import { z } from 'zod'
import { union } from '../../lib/db/conditions'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import type { KindEntry } from '../../lib/feature'
import { type Cursor, cursorText } from '../../lib/http/list-view'
import { kindEntries, kindEntry } from '../../lib/kinds'
import type { DeletedRow } from './schema'

export const DeletedView = z.object({ before: cursorText })

const partsOf = ({ table, search, parent, deleted = {} }: KindEntry) => {
  const {
    detail = "''",
    started_at = 'NULL',
    time_zone = 'NULL',
    duration_seconds = 'NULL',
    focus_ends_at = 'NULL',
    where = '1',
  } = deleted
  const above = parent && kindEntry(parent.kind)
  return {
    columns: `row.id, row.${search.title} AS title, ${detail} AS detail, ${started_at} AS started_at,
      ${time_zone} AS time_zone, ${duration_seconds} AS duration_seconds, ${focus_ends_at} AS focus_ends_at, row.deleted_at,
      ${parent ? `row.${parent.column}` : 'NULL'} AS parent_id,
      ${above ? `parent.${above.search.title}` : 'NULL'} AS parent_title`,
    from: above
      ? `${table} AS row JOIN ${above.table} AS parent
          ON parent.user_id = row.user_id AND parent.id = row.${parent.column} AND parent.deleted_at IS NULL`
      : `${table} AS row`,
    where,
  }
}

/** SELECT of a person's deleted rows of one kind. Leaves out parts of a deleted row, which are restored with it. */
const deletedOf = (
  userId: string,
  [kind, entry]: (typeof kindEntries)[number],
  since: number,
  before: Cursor,
  limit: number,
) => {
  const { columns, from, where } = partsOf(entry)
  return part`SELECT * FROM (
    SELECT ${constant(`'${kind}'`)} AS kind, ${constant(columns)}
    FROM ${constant(from)}
    WHERE row.user_id = ${userId} AND row.deleted_at IS NOT NULL AND row.deleted_at > ${constant(String(since))}
      AND (row.deleted_at, row.id) < (${constant(String(before.at))}, ${before.id}) AND ${constant(where)}
    ORDER BY row.deleted_at DESC, row.id DESC
    LIMIT ${constant(String(limit))})`
}

/** Rows deleted after `since` (epoch ms), newest first; the row beyond `limit` means there is a next page. */
export const deletedRows = (db: D1Database, userId: string, since: number, before: Cursor, limit: number) =>
  allRows<DeletedRow>(sql(db)`
    SELECT * FROM (${union(kindEntries.map((entry) => deletedOf(userId, entry, since, before, limit + 1)))})
    ORDER BY deleted_at DESC, id DESC
    LIMIT ${limit + 1}`)
