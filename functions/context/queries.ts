import type { KindEntry } from '../lib/kind-entry'
import { kindInOrg, kinds } from '../lib/kinds'
import type { Org } from '../lib/org'
import { constant, sql } from '../lib/sql'
import type { NamedRow } from './address'

/** True for a row that a context shows; null for one that does not exist. */
export const rowInOrg = async (db: D1Database, userId: string, org: Org, { kind, id }: NamedRow) => {
  const { table }: KindEntry = kinds[kind]
  const row = await sql(db)`
    SELECT ${kindInOrg(userId, org, kind)} AS inside
    FROM ${constant(table)}
    WHERE user_id = ${userId} AND id = ${id}`.first<{ inside: 0 | 1 }>()
  return row && row.inside === 1
}
