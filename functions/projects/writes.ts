import { restoreRow, setRow, setRows, updateRow } from '../lib/resource/stored'
import { type commit, commitUnique, constant } from '../lib/sql'
import { projectKey } from './queries'
import type { ProjectRow } from './schema'

/** Saves the project over version `seq`. A newer version rolls the batch back. */
export const updateProject = (db: D1Database, userId: string, { id, seq, ...values }: ProjectRow, now: number) => {
  const { name, client, classification, status, color, organization_id, tech_stack, repository } = values
  const named = { name, client, name_key: projectKey(name, client) }
  const columns = { ...named, classification, status, color, organization_id, tech_stack, repository }
  return updateRow(db, 'projects', userId, { id, seq }, columns, now)
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

/** Commits a write that can give a project a name. It is `taken` where another has that name under the same client. */
export const commitNamed = (...write: Parameters<typeof commit>) => commitUnique('projects.name_key', ...write)
