import { v7 as uuid } from 'uuid'
import { trackedOf } from '../../ledger/facts'
import { columnsAre } from '../../lib/conditions'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, clientOf, type Org, organizationInValue, organizationNamed, presentOrganization } from '../../lib/org'
import { columnsOf, readsOf } from '../../lib/resource/reads'
import { insertRows, newSeq } from '../../lib/resource/stored'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../../lib/sql'
import { nameKey, palette } from '../../lib/text'
import { filing, ListedProject, type ProjectColor, ProjectRow } from './schema'

/** Tells projects apart by name and client, ignoring case. */
export const projectKey = (name: string, client: string) => `${nameKey(name)}\u001f${nameKey(client)}`

const client = clientOf()

const projectColumns = columnsOf('projects', ProjectRow, { client: constant(client) })

const listedColumns = part`
      ${projectColumns}, projects.updated_at, ${trackedOf('projects', 'sum(seconds)')} AS tracked_seconds,
      ${trackedOf('projects', 'sum(starts)')} AS session_count, ${filing.selectedNames}`

export const {
  find: project,
  list: projectsBefore,
  page: pageOfProjects,
} = readsOf({
  kind: 'project',
  schema: ListedProject,
  columns: listedColumns,
  joins: filing.withNames,
  where: (values: { status?: string; organization_id?: string }) => columnsAre('projects', values),
  order: () => ({
    columns: [
      ...['projects.status', `${client} = ''`, `${client} COLLATE NOCASE`, 'projects.name COLLATE NOCASE'],
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

/** Adds organizations for the clients that none is called, with these ids. */
export const addClients = (db: D1Database, userId: string, clients: { id: string; name: string }[], now: number) =>
  insertRows(
    db,
    'organizations',
    userId,
    clients.filter(({ name }) => name !== '').map((one) => ({ ...one, name_key: nameKey(one.name) })),
    { type: 'client', seq: newSeq(userId), created_at: now, updated_at: now },
    constant('ON CONFLICT DO NOTHING'),
  )

/** Adds projects, those with a client to the organization of that name. A name that is taken there fails the batch. */
export const addProjects = (db: D1Database, userId: string, added: NewProject[], now: number) => {
  const keyed = added.map((one) => ({ ...one, name_key: nameKey(one.name), client_key: nameKey(one.client) }))
  const client = organizationNamed(userId, constant("value ->> 'client_key'"))
  return [
    ...addClients(
      db,
      userId,
      added.map((one) => ({ id: uuid(), name: one.client })),
      now,
    ),
    sql(db)`
      INSERT INTO projects (user_id, id, name, name_key, classification, color, status, organization_id, tech_stack,
        repository, import_id, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'name', value ->> 'name_key', value ->> 'classification',
        value ->> 'color', coalesce(value ->> 'status', 'active'),
        iif(value ->> 'client_key' = '', ${presentOrganization(userId, organizationInValue)}, ${client}),
        coalesce(value ->> 'tech_stack', '[]'), value ->> 'repository', value ->> 'import_id', ${newSeq(userId)}, ${now},
        ${now}
      FROM json_each(${JSON.stringify(keyed)})`,
  ]
}

export const projectNamed = (db: D1Database, userId: string, name: string, client: string) =>
  sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND name_key = ${nameKey(name)} AND deleted_at IS NULL
      AND organization_id IS ${organizationNamed(userId, nameKey(client))}`.first<ProjectRow>()

export const projectsOf = (db: D1Database, userId: string, ids: string[]) =>
  allRows<ProjectRow>(sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL
    ORDER BY name_key`)

/** The most projects that a page of an organization lists. */
const projectsShown = 200

/** Projects that a condition on `projects` selects, with their tracked time, active ones first. */
export const listedWhere = (db: D1Database, userId: string, condition: SqlPart) =>
  rowsAs(
    ListedProject,
    sql(db)`
      SELECT ${listedColumns}
      FROM projects ${filing.withNames}
      WHERE projects.user_id = ${userId} AND projects.deleted_at IS NULL AND ${condition}
      ORDER BY projects.status, projects.name COLLATE NOCASE, projects.id
      LIMIT ${projectsShown}`,
  )

/** Condition for the projects of an organization. */
export const ofOrganization = (id: string) => part`projects.organization_id = ${id}`
