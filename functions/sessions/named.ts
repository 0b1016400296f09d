import type { NamedSubject } from '../ledger/schema'
import { constant, part } from '../lib/sql'

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
