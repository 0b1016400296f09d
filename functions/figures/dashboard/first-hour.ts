import { z } from 'zod'
import { isImported } from '../../learning/cards/import/import'
import { rowAs, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { dayStart } from '../../lib/time/days'
import { isUsed } from '../../lib/uses'

const flag = z.literal([0, 1]).transform(Boolean)

/** Facts that tick the first steps. What was deleted since was done all the same. */
const Facts = z.object({
  /** The person has saved when their day is and what it should hold. */
  day: flag,
  session: flag,
  /** A task was put on a day after that on which it was added. */
  task: flag,
  /** The latest open goal. */
  goal_id: z.string().nullable(),
  /** A goal has hours to reach, or a milestone. */
  measured: flag,
  /** A file of another tool was imported. */
  imported: flag,
  usage: flag,
  /** The browser extension has reported a pull request. */
  pulls: flag,
})

/** @param shift ms from an instant to its time of the person's day, as of a day in UTC */
const readFacts = (db: D1Database, userId: string, shift: number) =>
  rowAs(
    Facts,
    sql(db)`
      SELECT preferences ->> 'daily_target_minutes' IS NOT NULL AS day,
        EXISTS (SELECT 1 FROM sessions WHERE user_id = ${userId}) AS session,
        EXISTS (SELECT 1 FROM tasks
          WHERE user_id = ${userId}
            AND coalesce(date, due_date) > date((created_at + ${shift}) / 1000, 'unixepoch')) AS task,
        (SELECT id FROM goals
         WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
         ORDER BY id DESC
         LIMIT 1) AS goal_id,
        EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND target_minutes IS NOT NULL)
          OR EXISTS (SELECT 1 FROM goal_milestones WHERE user_id = ${userId}) AS measured,
        EXISTS (SELECT 1 FROM imports WHERE user_id = ${userId})
          OR EXISTS (SELECT 1 FROM meetings WHERE user_id = ${userId} AND import_key IS NOT NULL)
          OR EXISTS (SELECT 1 FROM cards WHERE user_id = ${userId} AND ${isImported}) AS imported,
        coalesce((SELECT usage_seq FROM change_heads WHERE user_id = ${userId}), 0) > 0 AS usage,
        EXISTS (SELECT 1 FROM sessions WHERE user_id = ${userId} AND source = 'extension') AS pulls
      FROM users
      WHERE id = ${userId}`,
  )

const stepNames = ['day', 'session', 'goal', 'task', 'device', 'extension', 'import'] as const
export type StepName = (typeof stepNames)[number]

export type FirstHour = {
  steps: { name: StepName; isDone: boolean }[]
  /** The latest open goal, which has neither hours nor a milestone. */
  goalId: string | null
}

/**
 * Reads which first steps of a new person are done, in one statement. Null where the checklist is dismissed, or all are
 * done; bringing data from another tool is a step, but none to wait for.
 */
export const readFirstHour = async (db: D1Database, user: User, today: string): Promise<FirstHour | null> => {
  if (!user.preferences.first_hour) return null
  const facts = await readFacts(db, user.id, Date.parse(today) - dayStart(today, user.preferences))
  if (!facts) return null
  const [time, tasks, apps, pulls] = (['time', 'tasks', 'apps', 'pulls'] as const).map((use) => isUsed(user, use))
  const imports = (['time', 'learning', 'journal'] as const).some((use) => isUsed(user, use))
  const steps = [
    { name: 'day', isDone: facts.day },
    ...(time ? [{ name: 'session', isDone: facts.session } as const] : []),
    { name: 'goal', isDone: facts.measured },
    ...(tasks ? [{ name: 'task', isDone: facts.task } as const] : []),
    ...(apps ? [{ name: 'device', isDone: facts.usage } as const] : []),
    ...(pulls ? [{ name: 'extension', isDone: facts.pulls } as const] : []),
    ...(imports ? [{ name: 'import', isDone: facts.imported } as const] : []),
  ] satisfies FirstHour['steps']
  if (steps.every(({ name, isDone }) => isDone || name === 'import')) return null
  return { steps, goalId: facts.measured ? null : facts.goal_id }
}
