import { allRows, constant, part, type SqlPart, sql } from './db/sql'
import { rowIdPattern } from './http/path-to'

/**
 * The context of a request: which rows its pages show, and where new rows belong. `all`; `none` for rows without an
 * organization ("Personal" on the screen); or an organization's id. It is `?org=` in URLs.
 */
export type Org = string

export const allOrgs: Org = 'all'

/** The context "Personal": rows without an organization. */
export const noOrg: Org = 'none'

export const isOrg = (text: string | null | undefined): text is Org => rowIdPattern.test(text ?? '')

/** True for an organization's id, not all or Personal. */
const isOrganization = (org: Org) => org !== allOrgs && org !== noOrg

/** Organization id for new rows; null for all and Personal. */
export const organizationOf = (org: Org) => (isOrganization(org) ? org : null)

/** User id, or SQL of it. */
type Person = string | SqlPart

/** SELECT of the ids of the organizations that are not deleted. */
export const presentOrganizations = (person: Person) =>
  part`SELECT id FROM organizations WHERE user_id = ${person} AND deleted_at IS NULL`

/**
 * SQL of an organization's id, NULL if the organization is deleted: a device may have chosen it long ago.
 * @param id the id, or SQL of it such as a member of a JSON value
 */
export const presentOrganization = (userId: string, id: string | null | SqlPart) =>
  id === null ? part`${null}` : part`(${presentOrganizations(userId)} AND organizations.id = ${id})`

/** `organization_id` of a JSON value, for `presentOrganization`. */
export const organizationInValue = constant("value ->> 'organization_id'")

/** SQL of the id of the organization with a `nameKey`; NULL if there is no such organization. */
export const organizationNamed = (userId: string, key: string | SqlPart) =>
  part`(${presentOrganizations(userId)} AND organizations.name_key = ${key})`

/** SQL of the name of a project's organization, which JSON and CSV call `client`; empty without an organization. */
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

/** A context, with the ledger subjects that count its time. Each session has at most one of them. */
export type OrgTime = { org: Org; subjects: string[] }

/** True if a session belongs to a context. A null context contains all sessions. */
export const isInOrgTime = (context: OrgTime | null, { project_id }: { project_id: string | null }) =>
  context === null || context.subjects.includes(`project:${project_id ?? 'none'}`)

/** SELECT of the ids of an organization's projects. For Personal: of the projects with any organization. */
const projectIds = (userId: string, org: Org) =>
  org === noOrg
    ? part`SELECT id FROM projects WHERE user_id = ${userId} AND organization_id IN (${presentOrganizations(userId)})`
    : part`SELECT id FROM projects WHERE user_id = ${userId} AND organization_id = ${org}`

/** Condition for rows without an organization, or with a deleted one. */
export const hasNoOrganization = (person: Person, own: SqlPart) =>
  part`coalesce(${own} NOT IN (${presentOrganizations(person)}), 1)`

const hasNoProject = (userId: string, project: SqlPart) =>
  part`coalesce(${project} NOT IN (${projectIds(userId, noOrg)}), 1)`

/** SQL of the columns that determine a row's organization: its own organization, and its project. */
type Columns = { own?: SqlPart; project?: SqlPart }

/**
 * Condition for the rows in a context. A row belongs to its own organization, else to its project's. A deleted
 * organization has no rows. SQLite reads the subqueries once in a statement.
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

/** Returns a function that is true for rows in a context, by the organization in the row. */
export const rowFilterOf = async (db: D1Database, userId: string, org: Org): Promise<(row: Named) => boolean> => {
  if (org === allOrgs) return () => true
  if (org !== noOrg) return ({ organization_id }) => organization_id === org
  const organizations = new Set(
    (await allRows<{ id: string }>(sql(db)`${presentOrganizations(userId)}`)).map(({ id }) => id),
  )
  return ({ organization_id }) => organization_id === null || !organizations.has(organization_id)
}
