import type { NamedSubject } from '../ledger/schema'
import { namesSelect } from '../ledger/sums'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import type { ListedSession } from './schema'

/** JSON of `NamedSubject` for the project, the goal and the task of a session. */
export type NameColumns = Record<'project_name' | 'goal_name' | 'task_name', string | null>

/**
 * Columns of `NameColumns` in a statement with `joinNames`: few sessions are read together with their names, which would
 * otherwise wait for them. Many are not, as every row costs one more for each name.
 */
export const nameColumns = constant(`
  iif(named_project.id IS NULL, NULL, json_object('subject', 'project:' || named_project.id,
    'label', named_project.name, 'client', named_project.client, 'classification', named_project.classification,
    'color', named_project.color, 'deleted', named_project.deleted_at IS NOT NULL)) AS project_name,
  iif(named_goal.id IS NULL, NULL, json_object('subject', 'goal:' || named_goal.id, 'label', named_goal.title,
    'client', '', 'classification', NULL, 'color', NULL, 'deleted', named_goal.deleted_at IS NOT NULL)) AS goal_name,
  iif(named_task.id IS NULL, NULL, json_object('subject', 'task:' || named_task.id, 'label', named_task.title,
    'client', '', 'classification', NULL, 'color', NULL, 'deleted', named_task.deleted_at IS NOT NULL)) AS task_name`)

/** Joins the project, the goal and the task of the session `s`. */
export const joinNames = (userId: string) => part`
  LEFT JOIN projects AS named_project ON named_project.user_id = ${userId} AND named_project.id = s.project_id
  LEFT JOIN goals AS named_goal ON named_goal.user_id = ${userId} AND named_goal.id = s.goal_id
  LEFT JOIN tasks AS named_task ON named_task.user_id = ${userId} AND named_task.id = s.task_id`

export const namesIn = (rows: NameColumns[]) => {
  const texts = new Set(
    rows.flatMap(({ project_name, goal_name, task_name }) =>
      [project_name ?? [], goal_name ?? [], task_name ?? []].flat(),
    ),
  )
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
 * SELECT of all names of a table of one row with `nameLists`, which have no tasks: each session may have another one, and
 * `taskName` reads a row less. @param tasks JSON list of ids
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

/** Sessions with the names of what they are for. */
export type NamedSessions = { sessions: ListedSession[]; names: Map<string, NamedSubject> }

/** Column with the `NamedSubject` of a session's task as JSON; null without one. */
export const taskName = (userId: string) => part`(
  SELECT json_object('subject', 'task:' || tasks.id, 'label', tasks.title, 'client', '', 'classification', NULL, 'color', NULL,
    'deleted', tasks.deleted_at IS NOT NULL)
  FROM tasks WHERE tasks.user_id = ${userId} AND tasks.id = task_id)`

/** Takes the names of `taskName` out of rows. */
export const withoutTaskNames = <T extends { task_name?: NamedSubject | null }>(rows: T[]) => ({
  rows: rows.map(({ task_name: _, ...row }) => row),
  names: rows.flatMap(({ task_name }) => task_name ?? []),
})

/** Names for a session by its id, so that they are read together with it. */
export const namesOfSession = async (db: D1Database, userId: string, id: string) =>
  bySubject(
    await allRows<NamedSubject>(sql(db)`
      WITH named AS MATERIALIZED (
        SELECT ${nameLists}, json_group_array(task_id) FILTER (WHERE task_id IS NOT NULL) AS tasks
        FROM sessions WHERE user_id = ${userId} AND id = ${id})
      ${selectNames(userId, 'named', constant('(SELECT tasks FROM named)'))}`),
  )
