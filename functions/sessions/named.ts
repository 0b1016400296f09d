import type { NamedSubject } from '../ledger/schema'
import { namesSelect } from '../ledger/sums'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'

/** JSON of `NamedSubject` for the project and the goal of a session. */
export type NameColumns = { project_name: string | null; goal_name: string | null }

/**
 * Columns of `NameColumns` in a statement with `joinNames`: few sessions are read together with their names, which would
 * otherwise wait for them. Many are not, as every row costs one more for each name.
 */
export const nameColumns = constant(`
  iif(named_project.id IS NULL, NULL, json_object('subject', 'project:' || named_project.id,
    'label', named_project.name, 'client', named_project.client, 'classification', named_project.classification,
    'color', named_project.color, 'deleted', named_project.deleted_at IS NOT NULL)) AS project_name,
  iif(named_goal.id IS NULL, NULL, json_object('subject', 'goal:' || named_goal.id, 'label', named_goal.title,
    'client', '', 'classification', NULL, 'color', NULL, 'deleted', named_goal.deleted_at IS NOT NULL)) AS goal_name`)

/** Joins the project and the goal of the session `s`. */
export const joinNames = (userId: string) => part`
  LEFT JOIN projects AS named_project ON named_project.user_id = ${userId} AND named_project.id = s.project_id
  LEFT JOIN goals AS named_goal ON named_goal.user_id = ${userId} AND named_goal.id = s.goal_id`

export const namesIn = (rows: NameColumns[]) => {
  const texts = new Set(rows.flatMap(({ project_name, goal_name }) => [project_name ?? [], goal_name ?? []].flat()))
  return new Map(
    Array.from(texts, (text) => {
      const name: NamedSubject = JSON.parse(text)
      return [name.subject, name] as const
    }),
  )
}

/** Lists of the ids among sessions, each once. */
const listColumns = {
  projects: 'json_group_array(DISTINCT project_id) FILTER (WHERE project_id IS NOT NULL)',
  goals: 'json_group_array(DISTINCT goal_id) FILTER (WHERE goal_id IS NOT NULL)',
  plans: 'json_group_array(DISTINCT plan_id) FILTER (WHERE plan_id IS NOT NULL)',
  chunks: "json_group_array(DISTINCT plan_id || '/' || chunk_id) FILTER (WHERE chunk_id IS NOT NULL)",
}

export const nameLists = constant(
  Object.entries(listColumns)
    .map(([name, column]) => `${column} AS ${name}`)
    .join(', '),
)

/** Lists of `nameLists` as JSON, where a statement makes several of them. */
export const nameListsJson = constant(
  `json_object(${Object.entries(listColumns)
    .map(([name, column]) => `'${name}', ${column}`)
    .join(', ')})`,
)

/** Columns like `nameLists` from a table with a column `lists` of several `nameListsJson`. */
export const joinedNameLists = (table: string) =>
  constant(
    Object.keys(listColumns)
      .map(
        (name) => `(
        SELECT json_group_array(DISTINCT value) FROM ${table} CROSS JOIN json_each(${table}.lists -> '$.${name}')) AS ${name}`,
      )
      .join(', '),
  )

/**
 * SELECT of all names of a table of one row with `nameLists`. Lists have no names of tasks: each session may have
 * another one, whose title is most often its own. @param tasks JSON list of ids
 */
const selectNames = (userId: string, table: string, tasks: string | SqlPart = '[]') => {
  const list = (name: keyof typeof listColumns) => constant(`(SELECT ${name} FROM ${table})`)
  return namesSelect(userId, {
    projects: list('projects'),
    goals: list('goals'),
    plans: list('plans'),
    chunks: list('chunks'),
    tasks,
  })
}

/** Column with all names of a table of one row with `nameLists`, as JSON: each is read once. */
export const namesFrom = (userId: string, table: string) => part`(
  SELECT json_group_array(json_object('subject', subject, 'label', label, 'client', client,
    'classification', classification, 'color', color, 'deleted', deleted))
  FROM (${selectNames(userId, table)}))`

export const bySubject = (names: NamedSubject[]) => new Map(names.map((name) => [name.subject, name] as const))

/** Names for a session by its id, so that they are read together with it. */
export const namesOfSession = async (db: D1Database, userId: string, id: string) =>
  bySubject(
    await allRows<NamedSubject>(sql(db)`
      WITH named AS MATERIALIZED (
        SELECT ${nameLists}, json_group_array(task_id) FILTER (WHERE task_id IS NOT NULL) AS tasks
        FROM sessions WHERE user_id = ${userId} AND id = ${id})
      ${selectNames(userId, 'named', constant('(SELECT tasks FROM named)'))}`),
  )
