import { z } from 'zod'
import { allRows, constant, orStale, part, sql } from '../lib/sql'
import { foundIn } from '../search/found-ids'
import { type ListedOrganization, type NewOrganizationValues, type OrganizationRow, organizationKey } from './schema'

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

export type OrganizationFilter = {
  type?: string
  /** Expression for the search index. */
  match?: string
}

/** Organizations by name after the cursor, a `name_key`. Reads limit + 1 rows; the extra row means there is a next page. */
export const organizationsAfter = (
  db: D1Database,
  userId: string,
  { after, type = '', match }: OrganizationFilter & { after: string },
  limit: number,
) =>
  allRows<ListedOrganization>(sql(db)`
    ${listedOrganizations}
    WHERE user_id = ${userId} AND name_key > ${after} AND deleted_at IS NULL AND (${type} = '' OR type = ${type})
      ${foundIn('id', match)}
    ORDER BY name_key
    LIMIT ${limit + 1}`)

/** Organizations with ids below the cursor in descending order, for the API. Reads limit + 1 rows. */
export const organizationsBefore = (
  db: D1Database,
  userId: string,
  { cursor, type = '', match }: OrganizationFilter & { cursor: string },
  limit: number,
) =>
  allRows<ListedOrganization>(sql(db)`
    ${listedOrganizations}
    WHERE user_id = ${userId} AND id < ${cursor} AND deleted_at IS NULL AND (${type} = '' OR type = ${type})
      ${foundIn('id', match)}
    ORDER BY id DESC
    LIMIT ${limit + 1}`)

const Choice = z.object({ id: z.string(), name: z.string(), deleted: z.int() })
export type OrganizationChoice = z.infer<typeof Choice>

/** The most organizations that a form offers. */
const choiceLimit = 200

/** A row that has an organization; its table is a constant of the code. */
type Chooser = { table: string; id: string }

const ownId = (userId: string, { table, id }: Chooser) =>
  part`SELECT organization_id FROM ${constant(table)} WHERE user_id = ${userId} AND id = ${id}`

/** Organizations to choose from, by name; also that of the row `of`, deleted or not. */
export const organizationChoices = async (db: D1Database, userId: string, of?: Chooser) =>
  z.array(Choice).parse(
    await allRows(sql(db)`
      SELECT id, name, deleted_at IS NOT NULL AS deleted
      FROM organizations
      WHERE user_id = ${userId} AND (deleted_at IS NULL OR id = (${of ? ownId(userId, of) : constant('NULL')}))
      ORDER BY name_key
      LIMIT ${choiceLimit}`),
  )

/** Adds an organization. A name that is in use fails the batch. @param now epoch ms */
export const addOrganization = (
  db: D1Database,
  userId: string,
  id: string,
  { name, type = 'employer', notes = '' }: NewOrganizationValues,
  now: number,
) => [
  sql(db)`
    INSERT INTO organizations (user_id, id, name, name_key, type, notes, seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${name}, ${organizationKey(name)}, ${type}, ${notes}, seq, ${now}, ${now}
    FROM change_heads
    WHERE user_id = ${userId}`,
]

/** Saves an organization over version `seq`. @param now epoch ms */
export const updateOrganization = (db: D1Database, userId: string, values: OrganizationRow, now: number) => [
  sql(db)`
    UPDATE organizations
    SET name = ${values.name}, name_key = ${organizationKey(values.name)}, type = ${values.type},
        notes = ${values.notes}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${values.id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]
