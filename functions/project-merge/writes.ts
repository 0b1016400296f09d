import { sql } from '../lib/sql'
import type { Pair } from './schema'

/** Gives the sessions of projects to others, deleted sessions too; the projects are deleted and say where they went. */
export const mergeProjects = (db: D1Database, userId: string, pairs: Pair[], now: number) => {
  const merged = JSON.stringify(pairs)
  return [
    sql(db)`
      UPDATE sessions
      SET project_id = value ->> 'into', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${merged})
      WHERE sessions.user_id = ${userId} AND sessions.project_id = value ->> 'from'`,
    sql(db)`
      UPDATE projects
      SET deleted_at = ${now}, merged_into = value ->> 'into', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${merged})
      WHERE projects.user_id = ${userId} AND projects.id = value ->> 'from' AND projects.deleted_at IS NULL`,
  ]
}
