import { allRows, sql } from '../../lib/sql'
import { type NewProject, projectKey } from '../../projects/queries'

/**
 * Where sessions and tasks of a file belong now. `byId` leads from the projects they were planned for to those that these were
 * merged into, or to themselves; `byKey` has the projects that bear the names of new ones.
 */
export const currentProjects = async (
  db: D1Database,
  userId: string,
  rows: { project_id: string | null }[],
  added: NewProject[],
) => {
  const ids = JSON.stringify([...new Set(rows.map(({ project_id }) => project_id))].filter((id) => id !== null))
  const keys = JSON.stringify(added.map(({ name, client }) => projectKey(name, client)))
  const [byId, byKey] = await Promise.all([
    allRows<{ was: string; id: string }>(sql(db)`
      WITH RECURSIVE went (was, at) AS (
        SELECT value, value FROM json_each(${ids})
        UNION
        SELECT was, merged_into
        FROM went JOIN projects ON projects.user_id = ${userId} AND projects.id = at
        WHERE merged_into IS NOT NULL)
      SELECT was, at AS id
      FROM went JOIN projects ON projects.user_id = ${userId} AND projects.id = at
      WHERE merged_into IS NULL`),
    allRows<{ key: string; id: string }>(sql(db)`
      SELECT projects.name_key AS "key", projects.id
      FROM projects
      WHERE user_id = ${userId} AND name_key IN (SELECT value FROM json_each(${keys})) AND deleted_at IS NULL`),
  ])
  return {
    byId: new Map(byId.map(({ was, id }) => [was, id])),
    byKey: new Map(byKey.map(({ key, id }) => [key, id])),
  }
}

/** The ids and import keys of sessions that are there already. */
export const knownSessions = async (
  db: D1Database,
  userId: string,
  sessions: { id: string; import_key: string | null }[],
) => {
  const list = (values: (string | null)[]) => JSON.stringify(values)
  const [ids, keys] = await Promise.all([
    allRows<{ text: string }>(sql(db)`
      SELECT id AS text FROM sessions
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${list(sessions.map(({ id }) => id))}))`),
    allRows<{ text: string }>(sql(db)`
      SELECT import_key AS text FROM sessions
      WHERE user_id = ${userId}
        AND import_key IN (SELECT value FROM json_each(${list(sessions.map(({ import_key }) => import_key))}))`),
  ])
  return new Set([...ids, ...keys].map(({ text }) => text))
}

/** The import keys of tasks and the ids of uses that are there already. */
export const knownTasksAndUses = async (
  db: D1Database,
  userId: string,
  { tasks, uses }: { tasks: { key: string }[]; uses: { id: string }[] },
) => {
  const [keys, ids] = await Promise.all([
    tasks.length === 0
      ? []
      : allRows<{ text: string }>(sql(db)`
      SELECT import_key AS text FROM tasks
      WHERE user_id = ${userId}
        AND import_key IN (SELECT value FROM json_each(${JSON.stringify(tasks.map(({ key }) => key))}))`),
    uses.length === 0
      ? []
      : allRows<{ text: string }>(sql(db)`
      SELECT id AS text FROM app_usage
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(uses.map(({ id }) => id))}))`),
  ])
  return new Set([...keys, ...ids].map(({ text }) => text))
}
