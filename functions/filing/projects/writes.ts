import { organizationNamed } from '../../lib/org'
import { restoreRow, setRow, setRows } from '../../lib/resource/stored'
import { type commit, commitUnique, constant, part } from '../../lib/sql'
import { nameKey } from '../../lib/text'
import { addClients } from './queries'
import type { ProjectRow } from './schema'

/** Index of the names of an organization's projects, of which no two are alike. */
export const uniqueName = 'projects_by_name'

type Owner = { client?: string; organization_id?: string | null }

/** True where values name another client than before; a client is the name of an organization. */
export const namesClient = ({ client = '' }: Owner, before: Owner | null) =>
  nameKey(client) !== nameKey(before?.client ?? '')

/** SQL of a project's organization after an edit: the organization named as client, else the chosen one. */
const ownerOf = (userId: string, values: Owner, before: Owner) => {
  const { client = '', organization_id = null } = values
  if (!namesClient(values, before)) return organization_id
  if (client !== '') return organizationNamed(userId, nameKey(client))
  return organization_id === before.organization_id ? null : organization_id
}

/** Saves the project over version `seq`. A newer version rolls the batch back. @param clientId of a new client */
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
    ...(namesClient(values, before) ? addClients(db, userId, [{ id: clientId, name: values.client }], now) : []),
    ...setRow(db, 'projects', userId, id, { ...columns, organization_id }, now, part`AND seq = ${seq}`),
  ]
}

type Status = ProjectRow['status']

export const setProjectStatus = (db: D1Database, userId: string, id: string, status: Status, now: number) =>
  setRow(db, 'projects', userId, id, { status }, now)

export const setStatusOfProjects = (db: D1Database, userId: string, ids: string[], status: Status, now: number) =>
  setRows(db, 'projects', userId, ids, { status }, now)

export const deleteProjects = (db: D1Database, userId: string, ids: string[], now: number) =>
  setRows(db, 'projects', userId, ids, { deleted_at: now }, now)

/** Restores a deleted project unless it was merged, which only undoing the merge brings back. @param now epoch ms */
export const restoreProject = restoreRow('projects', ['stats'], constant('AND merged_into IS NULL'))

/** Commits a write that can give a project a name. It is `taken` where another of its organization has that name. */
export const commitNamed = (...write: Parameters<typeof commit>) => commitUnique(uniqueName, ...write)
