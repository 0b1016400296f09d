import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import type { Cursor } from '../lib/resource/cursor'
import { allRows, constant, sql } from '../lib/sql'
import { foundBy } from '../search/found-ids'
import type { ListedPerson } from './schema'

/** SELECT and FROM of a `ListedPerson`. */
const listedPeople = constant(`
    SELECT people.id, people.name, people.role, people.organization_id, people.email, people.notes, people.seq,
      people.created_at, people.updated_at, organizations.name AS organization_name
    FROM people LEFT JOIN organizations ON organizations.user_id = people.user_id
      AND organizations.id = people.organization_id AND organizations.deleted_at IS NULL`)

export const person = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    ${listedPeople}
    WHERE people.user_id = ${userId} AND people.id = ${id} AND people.deleted_at IS NULL`.first<ListedPerson>()

/** Reads limit + 1 people of a context that a search `q` finds, from a cursor; the extra row means there is a next page. */
export const people = (
  db: D1Database,
  userId: string,
  org: Org,
  { organization_id = '', q }: { organization_id?: string; q?: string },
  { beyond, order }: Cursor,
  limit: number,
) =>
  allRows<ListedPerson>(sql(db)`
    ${listedPeople}
    WHERE people.user_id = ${userId} AND people.deleted_at IS NULL ${beyond}
      ${andInOrg(userId, org, 'person')} AND (${organization_id} = '' OR people.organization_id = ${organization_id})
      ${foundBy('people.id', q, { userId, kind: 'person' })}
    ORDER BY ${order}
    LIMIT ${limit + 1}`)
