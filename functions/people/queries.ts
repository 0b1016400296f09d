import { allRows, constant, orStale, sql } from '../lib/sql'
import { foundIn } from '../search/found-ids'
import type { ListedPerson, NewPersonValues, PersonRow } from './schema'

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

type PersonFilter = {
  organization_id?: string
  /** Expression for the search index. */
  match?: string
}

export type PersonCursor = Pick<PersonRow, 'name' | 'id'>

/** Reads the list's cursor from its last row, which may be deleted by now. */
export const personCursor = (db: D1Database, userId: string, id: string) =>
  sql(db)`SELECT name, id FROM people WHERE user_id = ${userId} AND id = ${id}`.first<PersonCursor>()

/** People by name after the cursor. Reads limit + 1 rows; the extra row means there is a next page. */
export const peopleAfter = (
  db: D1Database,
  userId: string,
  { after, organization_id = '', match }: PersonFilter & { after: PersonCursor | null },
  limit: number,
) =>
  allRows<ListedPerson>(sql(db)`
    ${listedPeople}
    WHERE people.user_id = ${userId} AND people.deleted_at IS NULL
      AND (people.name COLLATE NOCASE, people.id) > (${after?.name ?? ''}, ${after?.id ?? ''})
      AND (${organization_id} = '' OR people.organization_id = ${organization_id})
      ${foundIn('people.id', match)}
    ORDER BY people.name COLLATE NOCASE, people.id
    LIMIT ${limit + 1}`)

/** People with ids below the cursor in descending order, for the API. Reads limit + 1 rows. */
export const peopleBefore = (
  db: D1Database,
  userId: string,
  { cursor, organization_id = '', match }: PersonFilter & { cursor: string },
  limit: number,
) =>
  allRows<ListedPerson>(sql(db)`
    ${listedPeople}
    WHERE people.user_id = ${userId} AND people.id < ${cursor} AND people.deleted_at IS NULL
      AND (${organization_id} = '' OR people.organization_id = ${organization_id})
      ${foundIn('people.id', match)}
    ORDER BY people.id DESC
    LIMIT ${limit + 1}`)

const ofOrganization = 200

/** People of an organization, by name. */
export const peopleOf = (db: D1Database, userId: string, organizationId: string) =>
  allRows<PersonRow>(sql(db)`
    SELECT id, name, role, organization_id, email, notes, seq, created_at, updated_at
    FROM people INDEXED BY people_by_organization
    WHERE user_id = ${userId} AND organization_id = ${organizationId} AND deleted_at IS NULL
    ORDER BY name COLLATE NOCASE, id
    LIMIT ${ofOrganization}`)

/** @param now epoch ms */
export const addPerson = (
  db: D1Database,
  userId: string,
  id: string,
  { name, role = '', organization_id = null, email = '', notes = '' }: NewPersonValues,
  now: number,
) => [
  sql(db)`
    INSERT INTO people (user_id, id, name, role, organization_id, email, notes, seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${name}, ${role}, ${organization_id}, ${email}, ${notes}, seq, ${now}, ${now}
    FROM change_heads
    WHERE user_id = ${userId}`,
]

/** Saves a person over version `seq`. @param now epoch ms */
export const updatePerson = (db: D1Database, userId: string, values: PersonRow, now: number) => [
  sql(db)`
    UPDATE people
    SET name = ${values.name}, role = ${values.role}, organization_id = ${values.organization_id},
        email = ${values.email}, notes = ${values.notes}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${values.id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]
