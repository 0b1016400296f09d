import { clientOf } from '../../lib/org'
import { allRows, constant, jsonChunks, sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
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
  const names = JSON.stringify(added.map(({ name }) => nameKey(name)))
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
    allRows<{ id: string; name: string; client: string }>(sql(db)`
      SELECT id, name, ${constant(clientOf())} AS client
      FROM projects
      WHERE user_id = ${userId} AND name_key IN (SELECT value FROM json_each(${names})) AND deleted_at IS NULL`),
  ])
  return {
    byId: new Map(byId.map(({ was, id }) => [was, id])),
    byKey: new Map(byKey.map(({ id, name, client }) => [projectKey(name, client), id])),
  }
}

/** Finds which of some texts a column of the person's rows has. Reads them in parts, one after the other: results are large. */
export const presentIn = async (
  db: D1Database,
  userId: string,
  [table, column]: ['sessions' | 'tasks' | 'app_usage', 'id' | 'import_key'],
  texts: (string | null)[],
) => {
  const present = new Set<string>()
  for (const chunk of jsonChunks(texts)) {
    const found = await allRows<{ text: string }>(sql(db)`
      SELECT ${constant(column)} AS text
      FROM ${constant(table)}
      WHERE user_id = ${userId} AND ${constant(column)} IN (SELECT value FROM json_each(${chunk}))`)
    for (const { text } of found) present.add(text)
  }
  return present
}
