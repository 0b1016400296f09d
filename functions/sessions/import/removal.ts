import { isUsedOrganization } from '../../lib/kinds'
import { removeRows } from '../../lib/resource/stored'
import { allRows, orStale, part, type SqlPart, sql } from '../../lib/sql'
import { renumber } from '../../tasks/writes'
import { advanceUsage, ofImport } from './plan'

/**
 * Projects that an import created and that go with it. A project stays if it was merged, if other sessions, a plan or
 * something of the journal use it, or if undoing a change would return sessions to it.
 */
const isDeletable = (userId: string, importId: string) => part`
  user_id = ${userId} AND import_id = ${importId} AND merged_into IS NULL
    AND id NOT IN (SELECT project_id FROM sessions WHERE user_id = ${userId} AND project_id IS NOT NULL)
    AND id NOT IN (SELECT project_id FROM plans WHERE user_id = ${userId} AND project_id IS NOT NULL)
    AND id NOT IN (SELECT project_id FROM tasks WHERE user_id = ${userId} AND project_id IS NOT NULL)
    AND id NOT IN (SELECT project_id FROM learnings WHERE user_id = ${userId} AND project_id IS NOT NULL)
    AND id NOT IN (SELECT project_id FROM meetings WHERE user_id = ${userId} AND project_id IS NOT NULL)
    AND id NOT IN (
      SELECT image.value ->> '$.was.project_id'
      FROM change_parts JOIN json_each(change_parts.rows) AS image
      WHERE change_parts.user_id = ${userId} AND change_parts.kind = 'session'
        AND image.value ->> '$.was.project_id' IS NOT NULL
        AND image.value ->> 'id' IN (SELECT id FROM sessions WHERE user_id = ${userId}))`

/** Removes projects for good, with the clients that came with them and that nothing else names. */
const removeProjects = (db: D1Database, userId: string, which: SqlPart) => [
  ...removeRows(
    db,
    userId,
    'organization',
    part`user_id = ${userId} AND type = 'client' AND updated_at = created_at
      AND id IN (SELECT organization_id FROM projects WHERE ${which})
      AND created_at >= (
        SELECT min(created_at) FROM imports
        WHERE user_id = ${userId} AND id IN (SELECT import_id FROM projects WHERE ${which}))
      AND NOT ${isUsedOrganization(userId, 'organizations.id', which)}`,
  ),
  ...removeRows(db, userId, 'project', which),
]

export const deleteImport = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM imports WHERE user_id = ${userId} AND id = ${id}`

/** Tasks of an import that go with it. One stays if other sessions or a task that repeats it use it, or as an action item. */
const isDeletableTask = (userId: string, importId: string) => part`
  tasks.user_id = ${userId} AND tasks.import_id = ${importId}
    AND tasks.id NOT IN (SELECT task_id FROM session_days WHERE user_id = ${userId} AND task_id IS NOT NULL)
    AND tasks.owner IS NULL AND NOT EXISTS (SELECT 1 FROM tasks AS next WHERE next.user_id = ${userId} AND next.repeats = tasks.id)`

/** The tasks leave the order of their dates before they are deleted. */
const deleteTasks = (db: D1Database, userId: string, which: SqlPart) => [
  sql(db)`UPDATE tasks SET status = 'cancelled' WHERE ${which}`,
  renumber(db, userId, part`SELECT DISTINCT date FROM tasks WHERE ${which}`),
  ...removeRows(db, userId, 'task', which),
]

/** Deletes app usage, and from the apps that were ever used those without any left. */
const deleteUses = (db: D1Database, userId: string, which: SqlPart) => {
  const days = part`FROM daily_usage AS used WHERE used.user_id = ${userId} AND used.package_name = used_apps.package_name`
  return [
    sql(db)`DELETE FROM app_usage WHERE ${which}`,
    sql(db)`DELETE FROM used_apps WHERE user_id = ${userId} AND NOT EXISTS (SELECT 1 ${days})`,
    sql(db)`
      UPDATE used_apps SET last_date = (SELECT max(date) ${days})
      WHERE user_id = ${userId} AND last_date <> (SELECT max(date) ${days})`,
    advanceUsage(db, userId),
  ]
}

/**
 * Removes an import for good: its sessions, deleted ones too, its app usage, and the tasks, projects and clients it created.
 * Guard: rolls the batch back if the import is gone.
 */
export const removeImport = (
  db: D1Database,
  userId: string,
  id: string,
  counts: Pick<ImportCounts, 'tasks' | 'uses'> = { tasks: 1, uses: 1 },
) => [
  ...removeRows(db, userId, 'session', part`user_id = ${userId} AND import_id = ${id}`),
  ...(counts.tasks === 0 ? [] : deleteTasks(db, userId, isDeletableTask(userId, id))),
  ...(counts.uses === 0 ? [] : deleteUses(db, userId, ofImport(userId, id))),
  ...removeProjects(db, userId, isDeletable(userId, id)),
  deleteImport(db, userId, id),
  orStale(db),
]

/** The first sessions of an import. */
export const sessionsOfImport = (db: D1Database, userId: string, id: string, limit: number) =>
  allRows<{ id: string }>(sql(db)`
    SELECT id FROM sessions
    WHERE user_id = ${userId} AND import_id = ${id}
    ORDER BY number
    LIMIT ${limit}`)

type ImportCounts = { sessions: number; projects: number; tasks: number; uses: number }

export const countOfImport = async (db: D1Database, userId: string, id: string): Promise<ImportCounts> =>
  (await sql(db)`
    SELECT count(*) AS sessions,
      (SELECT count(*) FROM projects WHERE user_id = ${userId} AND import_id = ${id}) AS projects,
      (SELECT count(*) FROM tasks WHERE user_id = ${userId} AND import_id = ${id}) AS tasks,
      (SELECT count(*) FROM app_usage
       WHERE user_id = ${userId} AND import_id = ${id}) AS uses
    FROM sessions
    WHERE user_id = ${userId} AND import_id = ${id}`.first<ImportCounts>()) ?? {
    ...{ sessions: 0, projects: 0, tasks: 0, uses: 0 },
  }

export const deletableProjects = (db: D1Database, userId: string, importId: string, limit: number) =>
  allRows<{ id: string }>(sql(db)`SELECT id FROM projects WHERE ${isDeletable(userId, importId)} LIMIT ${limit}`)

export const deletableTasks = (db: D1Database, userId: string, importId: string, limit: number) =>
  allRows<{ id: string }>(sql(db)`SELECT id FROM tasks WHERE ${isDeletableTask(userId, importId)} LIMIT ${limit}`)

const amongIds = (userId: string, rows: { id: string }[]) =>
  part`user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(rows.map(({ id }) => id))}))`

export const deleteSessions = (db: D1Database, userId: string, sessions: { id: string }[]) =>
  removeRows(db, userId, 'session', amongIds(userId, sessions))

export const deleteProjectsOfImport = (db: D1Database, userId: string, projects: { id: string }[]) =>
  removeProjects(db, userId, amongIds(userId, projects))

export const deleteTasksOfImport = (db: D1Database, userId: string, tasks: { id: string }[]) =>
  deleteTasks(db, userId, amongIds(userId, tasks))

export const usesOfImport = (db: D1Database, userId: string, importId: string, limit: number) =>
  allRows<{ id: string }>(sql(db)`SELECT id FROM app_usage WHERE ${ofImport(userId, importId)} LIMIT ${limit}`)

export const deleteUsesOfImport = (db: D1Database, userId: string, uses: { id: string }[]) =>
  deleteUses(db, userId, amongIds(userId, uses))
