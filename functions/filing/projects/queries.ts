import { v7 as uuid } from 'uuid'
import { trackedAggregate } from '../../ledger/facts'
import { allRows, type commit, commitUnique, constant, newSeq, part, sql } from '../../lib/db/sql'
import { type Loaded, rowLoader } from '../../lib/env'
import type { UndoWrites } from '../../lib/feature'
import { andInOrg } from '../../lib/kinds'
import {
  allOrgs,
  clientOf,
  type Org,
  organizationInValue,
  organizationNamed,
  organizationOf,
  presentOrganization,
} from '../../lib/org'
import { columnsOf, readsOf } from '../../lib/resource/row-reads'
import { insertRows, restoreRow, setRow, setRows } from '../../lib/resource/row-writes'
import { nameKey, projectColors } from '../../lib/text/text'
import { ListedProject, type ProjectColor, type ProjectRow, projectKind, type TrackedSum } from './schema'

/** Key that identifies a project by name and client, ignoring case. */
export const projectKey = (name: string, client: string) => `${nameKey(name)}\u001f${nameKey(client)}`

const client = clientOf()

const projectColumns = columnsOf('projects', projectKind.Row, { client: constant(client) })

const listedColumns = part`
      ${projectKind.columnsWith({ client: constant(client) })},
      coalesce(${trackedAggregate('projects', 'sum(seconds)')}, 0) AS tracked_seconds,
      coalesce(${trackedAggregate('projects', 'sum(starts)')}, 0) AS session_count`

export const {
  find: project,
  list: projectsBefore,
  page: pageOfProjects,
} = readsOf({
  ...projectKind.reads,
  schema: ListedProject,
  columns: listedColumns,
  order: () => ({
    columns: [
      ...['projects.status', `${client} = ''`, `${client} COLLATE NOCASE`, 'projects.name COLLATE NOCASE'],
      'projects.id',
    ],
  }),
})

export type WithProject = Loaded<'project', ListedProject>

export const loadProject = rowLoader('project', project)

/** Projects of a context, sorted by name. */
export const projects = (db: D1Database, userId: string, org: Org = allOrgs) =>
  allRows<ProjectRow>(sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'project')}
    ORDER BY name_key`)

/** A colour that no project uses; if all are used, one that neighbours in the list do not have. */
export const freeColor = (projects: { color: string }[]): ProjectColor =>
  projectColors.find((color) => projects.every((one) => one.color !== color)) ?? nextColor(projects.length)

/** Suggests the colour of a new project, different from its neighbours' colours. */
export const nextColor = (projectCount: number): ProjectColor =>
  projectColors[(projectCount * 5) % projectColors.length] ?? 'slate'

export type NewProject = Pick<ProjectRow, 'id' | 'name' | 'client' | 'classification' | 'color'> &
  Partial<Pick<ProjectRow, 'organization_id' | 'tech_stack' | 'repository'>> & { import_id: string | null }

/** Adds an organization, with the given id, for each client name that none has yet. */
const addClients = (db: D1Database, userId: string, clients: { id: string; name: string }[], now: number) =>
  insertRows(
    db,
    'organizations',
    userId,
    clients.filter(({ name }) => name !== '').map((one) => ({ ...one, name_key: nameKey(one.name) })),
    { type: 'client', seq: newSeq(userId), created_at: now, updated_at: now },
    constant('ON CONFLICT DO NOTHING'),
  )

/**
 * Adds projects; a client name puts a project into the organization of that name. A name already used there fails the
 * batch.
 */
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

/** The project that a line creates in a context. */
export const projectFromLine = (name: string, org: Org, projectCount: number): NewProject => ({
  id: uuid(),
  name,
  client: '',
  classification: 'work',
  color: nextColor(projectCount),
  organization_id: organizationOf(org),
  import_id: null,
})

export const projectNamed = (db: D1Database, userId: string, name: string, client: string) =>
  sql(db)`
    SELECT ${projectColumns}
    FROM projects
    WHERE user_id = ${userId} AND name_key = ${nameKey(name)} AND deleted_at IS NULL
      AND organization_id IS ${organizationNamed(userId, nameKey(client))}`.first<ProjectRow>()

/** Tracked time of projects. A project without tracked time has no row. */
export const trackedSums = (db: D1Database, userId: string, projects: { id: string }[]) =>
  allRows<TrackedSum>(sql(db)`
    SELECT project_id AS id, sum(seconds) AS total_seconds, sum(starts) AS session_count, min(date) AS first_date,
      max(date) AS last_date
    FROM session_days
    WHERE user_id = ${userId}
      AND project_id IN (SELECT value FROM json_each(${JSON.stringify(projects.map(({ id }) => id))}))
    GROUP BY project_id`)

/** All sessions of projects, including running, planned and deleted ones. `counted` is 0 for deleted sessions. */
export const sessionsOfProjects = (db: D1Database, userId: string, ids: string[]) =>
  allRows<{ id: string; counted: number }>(sql(db)`
    SELECT id, deleted_at IS NULL AS counted
    FROM sessions
    WHERE user_id = ${userId} AND project_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

/** Name of the unique index on project names within an organization. */
export const uniqueNameIndex = 'projects_by_name'

type Owner = { client?: string; organization_id?: string | null }

/** True if an edit names another client. A client is the name of an organization. */
export const changesClient = ({ client = '' }: Owner, before: Owner | null) =>
  nameKey(client) !== nameKey(before?.client ?? '')

/** SQL for a project's organization after an edit: the organization with the client's name, else the chosen one. */
const ownerOf = (userId: string, values: Owner, before: Owner) => {
  const { client = '', organization_id = null } = values
  if (!changesClient(values, before)) return organization_id
  if (client !== '') return organizationNamed(userId, nameKey(client))
  return organization_id === before.organization_id ? null : organization_id
}

/**
 * Saves a project based on version `seq`. A newer version rolls the batch back.
 * @param clientId id for a client that is new
 */
export const updateProject = (
  db: D1Database,
  userId: string,
  { id, seq, ...values }: ProjectRow,
  now: number,
  before: ProjectRow,
  clientId: string,
) => {
  const { name, classification, status, color, tech_stack, repository } = values
  const organization_id = ownerOf(userId, values, before)
  const columns = { name, name_key: nameKey(name), classification, status, color, tech_stack, repository }
  return [
    ...(changesClient(values, before) ? addClients(db, userId, [{ id: clientId, name: values.client }], now) : []),
    ...setRow(db, 'projects', userId, id, { ...columns, organization_id }, now, part`AND seq = ${seq}`),
  ]
}

/** True if the organization with this id has this name. */
export const isOrganizationNamed = async (db: D1Database, userId: string, id: string, name: string) =>
  (await sql(db)`SELECT ${organizationNamed(userId, nameKey(name))} = ${id} AS named`.first<number>('named')) === 1

type Status = ProjectRow['status']

export const setProjectStatus = (db: D1Database, userId: string, id: string, status: Status, now: number) =>
  setRow(db, 'projects', userId, id, { status }, now)

export const setStatusOfProjects = (db: D1Database, userId: string, ids: string[], status: Status, now: number) =>
  setRows(db, 'projects', userId, ids, { status }, now)

/**
 * Restores a deleted project. A merged project stays deleted: only undoing the merge brings it back.
 * @param now epoch ms
 */
export const restoreProject = restoreRow('projects', ['stats'], constant('AND merged_into IS NULL'))

/**
 * Commits a write that may name a project. The result is `taken` if another project of its organization has that name.
 */
export const commitProject = (...write: Parameters<typeof commit>) => commitUnique(uniqueNameIndex, ...write)

/** Undoing a move also deletes the former client that the move recorded. */
export const undoProjects: UndoWrites = (db, userId, images) => ({
  after: [
    sql(db)`
      DELETE FROM former_clients
      WHERE user_id = ${userId} AND until_date = date('now', '+1 day') AND (project_id, organization_id) IN (
        SELECT present.id, image.value ->> '$.is.organization_id' ${images})`,
  ],
})
