import { commit, orStale, sql } from '../lib/sql'
import { projectKey } from './queries'
import type { ProjectRow, ProjectValues } from './schema'

/** Edits the project as it was at `seq`; one that has moved on since undoes the batch. */
export const updateProject = (
  db: D1Database,
  userId: string,
  id: string,
  values: ProjectValues & { seq: number },
  now: number,
) => [
  sql(db)`
    UPDATE projects
    SET name = ${values.name}, client = ${values.client}, name_key = ${projectKey(values.name, values.client)},
        classification = ${values.classification}, status = ${values.status}, color = ${values.color},
        updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]

/** Makes a project active or inactive, whatever it is now. */
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

/** The same for many, whatever each is now. */
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

/** Deletes a project; its sessions keep it, and their time. */
export const deleteProject = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE projects SET deleted_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]

export const restoreProject = (db: D1Database, userId: string, id: string) => [
  sql(db)`
    UPDATE projects SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`,
  orStale(db),
]

/** Commits what can give a project a name: `taken` when another has it under the same client, `stale` as `commit`. */
export const commitNamed = async (...write: Parameters<typeof commit>): Promise<'done' | 'stale' | 'taken'> => {
  try {
    return (await commit(...write)) ? 'done' : 'stale'
  } catch (error) {
    if (error instanceof Error && error.message.includes('projects.name_key')) return 'taken'
    throw error
  }
}
