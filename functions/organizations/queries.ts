import type { Cursor } from '../lib/resource/cursor'
import { allRows, constant, sql } from '../lib/sql'
import { foundBy } from '../search/found-ids'
import type { ListedOrganization } from './schema'

/** SELECT and FROM of a `ListedOrganization`. */
const listedOrganizations = constant(`
    SELECT id, name, type, notes, seq, created_at, updated_at,
      (SELECT count(*) FROM people
       WHERE people.user_id = organizations.user_id AND organization_id = organizations.id
         AND people.deleted_at IS NULL) AS person_count,
      (SELECT count(*) FROM projects
       WHERE projects.user_id = organizations.user_id AND organization_id = organizations.id
         AND projects.deleted_at IS NULL) AS project_count
    FROM organizations`)

export const organization = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    ${listedOrganizations}
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<ListedOrganization>()

/** Reads limit + 1 organizations that a search `q` finds, from a cursor; the extra row means there is a next page. */
export const organizations = (
  db: D1Database,
  userId: string,
  { type = '', q }: { type?: string; q?: string },
  { beyond, order }: Cursor,
  limit: number,
) =>
  allRows<ListedOrganization>(sql(db)`
    ${listedOrganizations}
    WHERE user_id = ${userId} AND deleted_at IS NULL ${beyond} AND (${type} = '' OR type = ${type}) ${foundBy('id', q, { userId, kind: 'organization' })}
    ORDER BY ${order}
    LIMIT ${limit + 1}`)
