import { allRows, constant, part, type SqlPart, sql } from './db/sql'
import { rowIdPattern } from './http/path-to'

/**
 * The context of a request: which rows its pages show, and where they add. `all`, `none` for rows without an organization
 * ("Personal" on the screen), or an organization's id, as in `?org=`.
 */
export type Org = string

export const allOrgs: Org = 'all'

/** Personal: what belongs to no organization. */
export const noOrg: Org = 'none'

export const isOrg = (text: string | null | undefined): text is Org => rowIdPattern.test(text ?? '')

/** True for an organization, neither all nor Personal. */
const isOrganization = (org: Org) => org !== allOrgs && org !== noOrg

/** Id of the organization for newly added rows; null for none. */
export const organizationOf = (org: Org) => (isOrganization(org) ? org : null)

/** Id of a person, or SQL of it. */
type Person = string | SqlPart

/** SELECT of the ids of a person's organizations that are not deleted. */
export const presentOrganizations = (person: Person) =>
  part`SELECT id FROM organizations WHERE user_id = ${person} AND deleted_at IS NULL`

/**
 * SQL of the id of an organization, or null where it is gone: a device may have chosen it long ago.
 * @param id or SQL of it, such as a member of a JSON value
 */
export const presentOrganization = (userId: string, id: string | null | SqlPart) =>
  id === null ? part`${null}` : part`(${presentOrganizations(userId)} AND organizations.id = ${id})`

/** `organization_id` of a JSON value, for `presentOrganization`. */
export const organizationInValue = constant("value ->> 'organization_id'")

/** SQL of the id of the organization with a `nameKey`; null without one. */
export const organizationNamed = (userId: string, key: string | SqlPart) =>
  part`(${presentOrganizations(userId)} AND organizations.name_key = ${key})`

/** SQL of the name of a project's organization, its `client` in JSON and CSV; empty without one. */
export const clientOf = (project = 'projects') => `coalesce((
  SELECT organizations.name FROM organizations
  WHERE organizations.user_id = ${project}.user_id AND organizations.id = ${project}.organization_id
    AND organizations.deleted_at IS NULL), '')`

/** SQL for the project's organization name if it differs from the row's, else NULL. */
export const otherOrganization = (
  userId: string,
  { project_id, organization_id }: { project_id?: string | null; organization_id?: string | null },
) => part`(
        SELECT name FROM organizations
        WHERE user_id = ${userId} AND deleted_at IS NULL AND id <> ${organization_id ?? ''} AND id = (
          SELECT organization_id FROM projects
          WHERE user_id = ${userId} AND id = ${project_id ?? ''} AND deleted_at IS NULL))`

/** A context with the subjects of the ledger that count its time, each session under one at most. */
export type OrgTime = { org: Org; subjects: string[] }

/** True for a session that a context counts; null counts all. */
export const inTime = (context: OrgTime | null, { project_id }: { project_id: string | null }) =>
  context === null || context.subjects.includes(`project:${project_id ?? 'none'}`)

/** SELECT of the ids of an organization's projects; for Personal, of projects that have any organization. */
const projectIds = (userId: string, org: Org) =>
  org === noOrg
    ? part`SELECT id FROM projects WHERE user_id = ${userId} AND organization_id IN (${presentOrganizations(userId)})`
    : part`SELECT id FROM projects WHERE user_id = ${userId} AND organization_id = ${org}`

/** Condition for rows that name no organization, or one that is deleted. */
export const hasNoOrganization = (person: Person, own: SqlPart) =>
  part`coalesce(${own} NOT IN (${presentOrganizations(person)}), 1)`

const hasNoProject = (userId: string, project: SqlPart) =>
  part`coalesce(${project} NOT IN (${projectIds(userId, noOrg)}), 1)`

/** Columns of a row that say where it belongs: its own organization, its project. */
type Columns = { own?: SqlPart; project?: SqlPart }

/**
 * Condition for rows that a context shows. A row belongs to the organization that it names, else to that of its project.
 * A deleted organization has nothing. The lists of organizations and projects in it are read once in a statement.
 */
export const inOrg = (userId: string, org: Org, { own, project }: Columns): SqlPart => {
  if (org === allOrgs) return part`1`
  if (org === noOrg) {
    if (!project) return own ? hasNoOrganization(userId, own) : part`1`
    const without = hasNoProject(userId, project)
    return own ? part`(${hasNoOrganization(userId, own)} AND ${without})` : without
  }
  const ofProject = project && part`${project} IN (${projectIds(userId, org)})`
  if (!own) return ofProject ?? part`0`
  if (!ofProject) return part`unlikely(${own} = ${org})`
  return part`(${own} = ${org} OR (${hasNoOrganization(userId, own)} AND ${ofProject}))`
}

type Named = { organization_id: string | null }

/** Gives the function that tells which rows a context shows, by the organization that they name. */
export const rowFilterOf = async (db: D1Database, userId: string, org: Org): Promise<(row: Named) => boolean> => {
  if (org === allOrgs) return () => true
  if (org !== noOrg) return ({ organization_id }) => organization_id === org
  const organizations = new Set(
    (await allRows<{ id: string }>(sql(db)`${presentOrganizations(userId)}`)).map(({ id }) => id),
  )
  return ({ organization_id }) => organization_id === null || !organizations.has(organization_id)
}
