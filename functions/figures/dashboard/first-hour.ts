import { z } from 'zod'
import { jsonColumn, rowAs, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { isUsed } from '../../lib/uses'

const flag = z.literal([0, 1]).transform(Boolean)

/** Facts about the first steps. For completed steps, deleted rows count and imported rows do not. */
const Facts = z.object({
  session: flag,
  /** The person has an open task, which can be ticked. */
  task: flag,
  done: flag,
  goal: flag,
  /** A session or a task has a project, a goal or a tag. */
  marked: flag,
  /** The newest goal, as JSON. */
  newest_goal: jsonColumn(z.object({ id: z.string(), title: z.string() })).nullable(),
  /** The person has saved a daily target. */
  target: flag,
})

const readFacts = (db: D1Database, userId: string) =>
  rowAs(
    Facts,
    sql(db)`
      SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = ${userId} AND import_id IS NULL) AS session,
        EXISTS (SELECT 1 FROM tasks
          WHERE user_id = ${userId} AND status IN ('todo', 'in_progress') AND deleted_at IS NULL) AS task,
        EXISTS (SELECT 1 FROM tasks WHERE user_id = ${userId} AND import_id IS NULL AND completed_at IS NOT NULL) AS done,
        EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId}) AS goal,
        EXISTS (SELECT 1 FROM sessions
          WHERE user_id = ${userId} AND import_id IS NULL
            AND (coalesce(project_id, goal_id, plan_id, task_id) IS NOT NULL OR tags <> '[]'))
          OR EXISTS (SELECT 1 FROM tasks
            WHERE user_id = ${userId} AND import_id IS NULL
              AND (coalesce(project_id, goal_id, plan_id) IS NOT NULL OR tags <> '[]')) AS marked,
        (SELECT json_object('id', id, 'title', title) FROM goals
          WHERE user_id = ${userId} AND deleted_at IS NULL ORDER BY id DESC LIMIT 1) AS newest_goal,
        preferences ->> 'daily_target_minutes' IS NOT NULL AS target
      FROM users
      WHERE id = ${userId}`,
  )

const stepNames = ['line', 'task', 'goal', 'marks', 'target'] as const
export type StepName = (typeof stepNames)[number]

export type FirstHour = {
  steps: { name: StepName; isDone: boolean }[]
  hasOpenTask: boolean
  /** The newest goal, shown in its step. */
  goal: { id: string; title: string } | null
}

/** Reads in one statement which first steps a new person has done. Null if the checklist is hidden or complete. */
export const readFirstHour = async (db: D1Database, user: User): Promise<FirstHour | null> => {
  if (!user.preferences.first_hour) return null
  const facts = await readFacts(db, user.id)
  if (!facts) return null
  const [time, tasks] = [isUsed(user, 'time'), isUsed(user, 'tasks')]
  const isDone = { line: facts.session, task: facts.done, goal: facts.goal, marks: facts.marked, target: facts.target }
  const isOffered = { line: time, task: tasks, goal: true, marks: time || tasks, target: time }
  const steps = stepNames.filter((name) => isOffered[name]).map((name) => ({ name, isDone: isDone[name] }))
  return steps.every((step) => step.isDone) ? null : { steps, hasOpenTask: facts.task, goal: facts.newest_goal }
}
