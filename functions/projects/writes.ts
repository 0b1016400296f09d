import { recoverableSince } from '../lib/recoverable'
import { type commit, commitUnique, orStale, sql } from '../lib/sql'
import { projectKey } from './queries'
import type { ProjectRow } from './schema'

/** Saves the project over version `seq`. A newer version rolls the batch back. */
export const updateProject = (db: D1Database, userId: string, values: ProjectRow, now: number) => [
  sql(db)`
    UPDATE projects
    SET name = ${values.name}, client = ${values.client}, name_key = ${projectKey(values.name, values.client)},
        classification = ${values.classification}, status = ${values.status}, color = ${values.color},
        organization_id = ${values.organization_id}, tech_stack = ${values.tech_stack},
        repository = ${values.repository}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${values.id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]

export const setProjectStatus = (
  db: D1Database,
  userId: string,
  id: string,
  status: ProjectRow['status'],
  now: number,
) => [
  sql(db)`
    UPDATE projects
    SET status = ${status}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]

export const setStatusOfProjects = (
  db: D1Database,
  userId: string,
  ids: string[],
  status: ProjectRow['status'],
  now: number,
) => sql(db)`
  UPDATE projects
  SET status = ${status}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL`

export const deleteProjects = (db: D1Database, userId: string, ids: string[], now: number) => sql(db)`
  UPDATE projects
  SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL`

/** Restores a deleted project unless it was merged, which only undoing the merge brings back. @param now epoch ms */
export const restoreProject = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE projects SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at > ${recoverableSince(now)} AND merged_into IS NULL`,
  orStale(db),
]

/** Commits a write that can give a project a name. It is `taken` where another has that name under the same client. */
export const commitNamed = (...write: Parameters<typeof commit>) => commitUnique('projects.name_key', ...write)
