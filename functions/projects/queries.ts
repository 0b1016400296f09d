import { trackedBy } from '../ledger/facts'
import { columnsAre } from '../lib/conditions'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org, organizationInValue, presentOrganization } from '../lib/org'
import { palette } from '../lib/palette'
import { columnsOf, readsOf } from '../lib/resource/reads'
import { allRows, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { nameKey } from '../lib/text'
import { filing, ListedProject, type ProjectColor, ProjectRow } from './schema'

/** Unique among a user's projects: name and client, ignoring case. */
export const projectKey = (name: string, client: string) => `${nameKey(name)}\u001f${nameKey(client)}`

/** The part of `projectKey` after the separator. */
export const clientKey = nameKey

const projectColumns = columnsOf('projects', ProjectRow)

const listedColumns = part`
      ${projectColumns}, projects.updated_at, totals.total_seconds AS tracked_seconds, totals.session_count,
      ${filing.selectedNames}`

const joins = (userId: string) => part`
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS totals ON totals.id = projects.id
    ${filing.withNames}`

export const {
  find: project,
  list: projectsBefore,
  page: pageOfProjects,
} = readsOf({
  kind: 'project',
  schema: ListedProject,
  columns: listedColumns,
  joins,
  where: (values: { status?: string; organization_id?: string }) => columnsAre('projects', values),
  order: () => ({
    columns: [
      ...['projects.status', "projects.client = ''", 'projects.client COLLATE NOCASE', 'projects.name COLLATE NOCASE'],
      'projects.id',
    ],
  }),
})

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
  rowsAs(
    ListedProject,
    sql(db)`
      SELECT ${listedColumns}
      FROM projects ${joins(userId)}
      WHERE projects.user_id = ${userId} AND projects.deleted_at IS NULL ${andInOrg(userId, org, 'project')}
      ORDER BY client = '', client COLLATE NOCASE, projects.name COLLATE NOCASE, projects.id`,
  )

export const projectNamed = (db: D1Database, userId: string, name: string, client: string) =>
  sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND name_key = ${projectKey(name, client)} AND deleted_at IS NULL`.first<ProjectRow>()

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
  rowsAs(
    ListedProject,
    sql(db)`
      SELECT ${listedColumns}
      FROM projects ${joins(userId)}
      WHERE projects.user_id = ${userId} AND projects.deleted_at IS NULL AND ${condition}
      ORDER BY projects.status, projects.name COLLATE NOCASE, projects.id
      LIMIT ${projectsShown}`,
  )

/** Condition for the projects of a client. */
export const ofClientNamed = (client: string) =>
  part`substr(projects.name_key, instr(projects.name_key, char(31)) + 1) = ${clientKey(client)}`

/** Condition for the projects of an organization. */
export const ofOrganization = (id: string) => part`projects.organization_id = ${id}`
