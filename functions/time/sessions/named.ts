import type { NamedSubject } from '../../ledger/schema'
import { constant, part } from '../../lib/db/sql'
import { clientOf } from '../../lib/org'

const kinds = ['project', 'goal', 'plan', 'chunk', 'task'] as const

/** JSON of `NamedSubject` for a session's project, goal, plan and so on. */
export type NameColumns = Record<`${(typeof kinds)[number]}_name`, string | null>

const nameJson = (subject: string, label: string, table: string) =>
  `json_object('subject', ${subject}, 'label', ${label}, 'client', '', 'classification', NULL, 'color', NULL,
    'deleted', ${table}.deleted_at IS NOT NULL)`

/** Columns of `NameColumns`. The statement needs `joinNames`. */
export const nameColumns = constant(`
  iif(named_project.id IS NULL, NULL, json_object('subject', 'project:' || named_project.id,
    'label', named_project.name, 'client', ${clientOf('named_project')}, 'classification', named_project.classification,
    'color', named_project.color, 'deleted', named_project.deleted_at IS NOT NULL)) AS project_name,
  iif(named_goal.id IS NULL, NULL, ${nameJson("'goal:' || named_goal.id", 'named_goal.title', 'named_goal')}) AS goal_name,
  iif(named_plan.id IS NULL, NULL, ${nameJson("'plan:' || named_plan.id", 'named_plan.title', 'named_plan')}) AS plan_name,
  iif(named_chunk.id IS NULL, NULL, ${nameJson(
    "'chunk:' || named_plan.id || '/' || named_chunk.id",
    "named_plan.title || ': ' || named_chunk.title",
    'named_plan',
  )}) AS chunk_name,
  iif(named_task.id IS NULL, NULL, ${nameJson("'task:' || named_task.id", 'named_task.title', 'named_task')}) AS task_name`)

/** Joins that find the names of the session `s`: project, goal, plan and so on. */
export const joinNames = (userId: string) => part`
  LEFT JOIN projects AS named_project ON named_project.user_id = ${userId} AND named_project.id = s.project_id
  LEFT JOIN goals AS named_goal ON named_goal.user_id = ${userId} AND named_goal.id = s.goal_id
  LEFT JOIN plans AS named_plan ON named_plan.user_id = ${userId} AND named_plan.id = s.plan_id
  LEFT JOIN plan_chunks AS named_chunk ON named_chunk.user_id = ${userId} AND named_chunk.plan_id = s.plan_id
    AND named_chunk.id = s.chunk_id
  LEFT JOIN tasks AS named_task ON named_task.user_id = ${userId} AND named_task.id = s.task_id`

export const toSubjectNames = (rows: NameColumns[]) => {
  const texts = new Set(rows.flatMap((row) => kinds.flatMap((kind) => row[`${kind}_name`] ?? [])))
  return new Map(
    Array.from(texts, (text) => {
      const name: NamedSubject = JSON.parse(text)
      return [name.subject, name] as const
    }),
  )
}

/** A row without its `NameColumns`. */
export const withoutNames = <T extends NameColumns>({
  project_name: _,
  goal_name: __,
  plan_name: ___,
  chunk_name: ____,
  task_name: _____,
  ...row
}: T) => row
