import { sql } from '../lib/sql'
import type { MergePair } from './schema'

/** Moves the sessions of projects to others, deleted sessions too, and deletes the projects. */
export const mergeProjects = (db: D1Database, userId: string, pairs: MergePair[], now: number) => {
  const merges = JSON.stringify(pairs)
  return [
    sql(db)`
      UPDATE sessions
      SET project_id = value ->> 'into', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${merges})
      WHERE sessions.user_id = ${userId} AND sessions.project_id = value ->> 'from'`,
    sql(db)`
      UPDATE projects
      SET deleted_at = ${now}, merged_into = value ->> 'into', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${merges})
      WHERE projects.user_id = ${userId} AND projects.id = value ->> 'from' AND projects.deleted_at IS NULL`,
  ]
}
