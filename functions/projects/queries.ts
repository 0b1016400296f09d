import { palette } from '../lib/palette'
import { sql } from '../lib/sql'
import { nameKey } from '../lib/text'
import type { ListedProject, ProjectColor, ProjectRow } from './schema'

/** What makes a project one of its kind: its name under its client, ignoring case. */
export const projectKey = (name: string, client: string) => `${nameKey(name)}\u001f${nameKey(client)}`

/** What makes a client one: the end of its projects' keys. */
export const clientKey = nameKey

/** A user's projects by name, inactive ones too. */
export const projects = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT id, name, client, classification, status, color, seq
      FROM projects
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY name_key`.all<ProjectRow>()
  ).results

/** The colour for a user's next project: the palette in turn. */
export const nextColor = (projectCount: number): ProjectColor => palette[(projectCount * 5) % palette.length] ?? 'slate'

export type NewProject = Pick<ProjectRow, 'id' | 'name' | 'client' | 'classification' | 'color'> & {
  import_id: string | null
}

/** Adds projects; the caller has made sure that none is there under the same key. */
export const addProjects = (db: D1Database, userId: string, added: NewProject[], now: number) => [
  sql(db)`
    INSERT INTO projects (user_id, id, name, client, name_key, classification, color, import_id, seq, created_at,
      updated_at)
    SELECT ${userId}, value ->> 'id', value ->> 'name', value ->> 'client', value ->> 'name_key',
      value ->> 'classification', value ->> 'color', value ->> 'import_id',
      (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now}
    FROM json_each(${JSON.stringify(added.map((project) => ({ ...project, name_key: projectKey(project.name, project.client) })))})`,
]

/** A user's projects with their tracked time: by client, those without one last, then by name. */
export const listedProjects = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT id, name, client, classification, status, color, seq, updated_at, total_seconds AS tracked_seconds
      FROM projects
      LEFT JOIN total_stats ON total_stats.user_id = projects.user_id AND subject = 'project:' || id
      WHERE projects.user_id = ${userId} AND deleted_at IS NULL
      ORDER BY client = '', client COLLATE NOCASE, name COLLATE NOCASE, id`.all<ListedProject>()
  ).results

/** A place in the list of projects, right after the one that has these. */
type ProjectPlace = Pick<ProjectRow, 'status' | 'client' | 'name' | 'id'>

const listTop: Record<keyof ProjectPlace, string> = { status: '', client: '', name: '', id: '' }

/** Where a project stands in the list, or stood before it was deleted. */
export const projectPlace = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT status, client, name, id FROM projects WHERE user_id = ${userId} AND id = ${id}`.first<ProjectPlace>()

/**
 * A page of a user's projects with their tracked time, the active ones first: by client, those without one last, then by
 * name. One more than the limit tells of more.
 */
export const projectsAfter = async (db: D1Database, userId: string, after: ProjectPlace | null, limit: number) => {
  const place = after ?? listTop
  const isTop = after === null
  return (
    await sql(db)`
      SELECT id, name, client, classification, status, color, seq, updated_at, total_seconds AS tracked_seconds
      FROM (
        SELECT id, name, client, classification, status, color, seq, updated_at
        FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NULL
          AND (status, client = '', client COLLATE NOCASE, name COLLATE NOCASE, id)
            > (${place.status}, ${Number(!isTop && place.client === '')}, ${place.client}, ${place.name}, ${place.id})
        ORDER BY status, client = '', client COLLATE NOCASE, name COLLATE NOCASE, id
        LIMIT ${limit + 1})
      LEFT JOIN total_stats ON total_stats.user_id = ${userId} AND subject = 'project:' || id
      ORDER BY status, client = '', client COLLATE NOCASE, name COLLATE NOCASE, id`.all<ListedProject>()
  ).results
}

/** A project that is not deleted, by what makes it one of its kind. */
export const projectNamed = (db: D1Database, userId: string, name: string, client: string) =>
  sql(db)`
    SELECT id, name, client, classification, status, color, seq
    FROM projects
    WHERE user_id = ${userId} AND name_key = ${projectKey(name, client)} AND deleted_at IS NULL`.first<ProjectRow>()

/**
 * A user's projects, those with the latest ids first, after the one of the cursor; of one status unless that is empty.
 * One more than the limit tells of more.
 */
export const projectsBefore = async (
  db: D1Database,
  userId: string,
  { cursor, status = '' }: { cursor: string; status?: string },
  limit: number,
) =>
  (
    await sql(db)`
      SELECT id, name, client, classification, status, color, seq, updated_at, total_seconds AS tracked_seconds
      FROM projects
      LEFT JOIN total_stats ON total_stats.user_id = projects.user_id AND subject = 'project:' || id
      WHERE projects.user_id = ${userId} AND id < ${cursor} AND deleted_at IS NULL
        AND (${status} = '' OR status = ${status})
      ORDER BY id DESC
      LIMIT ${limit + 1}`.all<ListedProject>()
  ).results

/** A project of the user's that is not deleted. */
export const project = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, name, client, classification, status, color, seq, updated_at, total_seconds AS tracked_seconds
    FROM projects
    LEFT JOIN total_stats ON total_stats.user_id = projects.user_id AND subject = 'project:' || id
    WHERE projects.user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<ListedProject>()

/** Those of some projects that are the user's and not deleted, by name. */
export const projectsOf = async (db: D1Database, userId: string, ids: string[]) =>
  (
    await sql(db)`
      SELECT id, name, client, classification, status, color, seq
      FROM projects
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL
      ORDER BY name_key`.all<ProjectRow>()
  ).results
