import { trackedBy } from '../ledger/facts'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org, organizationInValue, presentOrganization } from '../lib/org'
import { palette } from '../lib/palette'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { nameKey } from '../lib/text'
import type { ListedProject, ProjectColor, ProjectRow } from './schema'

/** Unique among a user's projects: name and client, ignoring case. */
export const projectKey = (name: string, client: string) => `${nameKey(name)}\u001f${nameKey(client)}`

/** The part of `projectKey` after the separator. */
export const clientKey = nameKey

const projectColumns = constant(
  'projects.id, name, client, classification, status, color, organization_id, tech_stack, repository, seq',
)

const organizationName = constant(`(
        SELECT organizations.name FROM organizations
        WHERE organizations.user_id = projects.user_id AND organizations.id = projects.organization_id
          AND organizations.deleted_at IS NULL) AS organization_name`)

/** Columns of a `ListedProject` from `projects` joined with `tracked`. */
const listedColumns = part`
      ${projectColumns}, ${organizationName}, updated_at, total_seconds AS tracked_seconds, session_count`

/** Projects of a context, by name. */
export const projects = (db: D1Database, userId: string, org: Org = allOrgs) =>
  allRows<ProjectRow>(sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'project')}
    ORDER BY name_key`)

/** Proposes the colour of a new project, so that neighbours differ. */
export const nextColor = (projectCount: number): ProjectColor => palette[(projectCount * 5) % palette.length] ?? 'slate'

export type NewProject = Pick<ProjectRow, 'id' | 'name' | 'client' | 'classification' | 'color'> &
  Partial<Pick<ProjectRow, 'organization_id' | 'tech_stack' | 'repository'>> & { import_id: string | null }

/** Adds projects. A key that is in use fails the batch. */
export const addProjects = (db: D1Database, userId: string, added: NewProject[], now: number) => [
  sql(db)`
    INSERT INTO projects (user_id, id, name, client, name_key, classification, color, status, organization_id, tech_stack,
      repository, import_id, seq, created_at, updated_at)
    SELECT ${userId}, value ->> 'id', value ->> 'name', value ->> 'client', value ->> 'name_key',
      value ->> 'classification', value ->> 'color', coalesce(value ->> 'status', 'active'), ${presentOrganization(userId, organizationInValue)},
      coalesce(value ->> 'tech_stack', '[]'), value ->> 'repository', value ->> 'import_id',
      (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now}
    FROM json_each(${JSON.stringify(added.map((project) => ({ ...project, name_key: projectKey(project.name, project.client) })))})`,
]

/** Projects of a context with their tracked time by client, those without one last, then by name. */
export const listedProjects = (db: D1Database, userId: string, org: Org) =>
  allRows<ListedProject>(sql(db)`
    SELECT ${listedColumns}
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE projects.user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'project')}
    ORDER BY client = '', client COLLATE NOCASE, name COLLATE NOCASE, projects.id`)

type ProjectCursor = Pick<ProjectRow, 'status' | 'client' | 'name' | 'id'>

const firstPage: Record<keyof ProjectCursor, string> = { status: '', client: '', name: '', id: '' }

/** Reads the list's cursor from its last row, which may be deleted by now. */
export const projectCursor = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT status, client, name, id FROM projects WHERE user_id = ${userId} AND id = ${id}`.first<ProjectCursor>()

/**
 * Projects with their tracked time after the cursor, active ones first, then as in `listedProjects`. Reads limit + 1
 * rows; the extra row means there is a next page.
 */
export const projectsAfter = async (
  db: D1Database,
  userId: string,
  { after, org }: { after: ProjectCursor | null; org: Org },
  limit: number,
) => {
  const cursor = after ?? firstPage
  const isFirst = after === null
  return allRows<ListedProject>(sql(db)`
    SELECT ${listedColumns}
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'project')}
      AND (status, client = '', client COLLATE NOCASE, name COLLATE NOCASE, projects.id)
        > (${cursor.status}, ${Number(!isFirst && cursor.client === '')}, ${cursor.client}, ${cursor.name}, ${cursor.id})
    ORDER BY status, client = '', client COLLATE NOCASE, name COLLATE NOCASE, projects.id
    LIMIT ${limit + 1}`)
}

export const projectNamed = (db: D1Database, userId: string, name: string, client: string) =>
  sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND name_key = ${projectKey(name, client)} AND deleted_at IS NULL`.first<ProjectRow>()

type ProjectFilter = { status?: string; organization_id?: string; org?: Org }

/** Projects with ids below the cursor in descending order, for the API. Reads limit + 1 rows. */
export const projectsBefore = (
  db: D1Database,
  userId: string,
  { cursor, status = '', organization_id = '', org = allOrgs }: ProjectFilter & { cursor: string },
  limit: number,
) =>
  allRows<ListedProject>(sql(db)`
    SELECT ${listedColumns}
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE projects.user_id = ${userId} AND projects.id < ${cursor} AND deleted_at IS NULL
      AND (${status} = '' OR status = ${status})
      AND (${organization_id} = '' OR organization_id = ${organization_id}) ${andInOrg(userId, org, 'project')}
    ORDER BY projects.id DESC
    LIMIT ${limit + 1}`)

export const project = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT ${listedColumns}
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE projects.user_id = ${userId} AND projects.id = ${id} AND deleted_at IS NULL`.first<ListedProject>()

export const projectsOf = (db: D1Database, userId: string, ids: string[]) =>
  allRows<ProjectRow>(sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL
    ORDER BY name_key`)

/** The most projects that a page of a client or an organization lists. */
const projectsShown = 200

/** Projects that a condition on `projects` selects, with their tracked time, active ones first. */
export const listedWhere = (db: D1Database, userId: string, condition: SqlPart) =>
  allRows<ListedProject>(sql(db)`
    SELECT ${listedColumns}
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE projects.user_id = ${userId} AND deleted_at IS NULL AND ${condition}
    ORDER BY status, name COLLATE NOCASE, projects.id
    LIMIT ${projectsShown}`)

/** Condition for the projects of a client. */
export const ofClientNamed = (client: string) =>
  part`substr(projects.name_key, instr(projects.name_key, char(31)) + 1) = ${clientKey(client)}`

/** Condition for the projects of an organization. */
export const ofOrganization = (id: string) => part`projects.organization_id = ${id}`
