import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import { constant, parseAll, part } from '../lib/sql'
import type { Asked } from './reads'

const ReviewedTask = z.object({
  id: z.string(),
  title: z.string(),
  /** When it was done or dropped, or the day that it is planned for now, null for someday. */
  date: z.string().nullable(),
})
export type ReviewedTask = z.infer<typeof ReviewedTask>

export const parseTasks = (rows: unknown[]) => parseAll(ReviewedTask, rows)

const taskJson = (date: 'completed_on' | 'cancelled_on' | 'date') =>
  constant(`json_object('id', tasks.id, 'title', tasks.title, 'date', tasks.${date}) AS data`)

export const doneTasks = ({ userId, org, range: { from, to } }: Asked) => part`
  SELECT ${taskJson('completed_on')}
  FROM tasks
  WHERE user_id = ${userId} AND completed_on BETWEEN ${from} AND ${to} AND deleted_at IS NULL
    ${andInOrg(userId, org, 'task')}
  ORDER BY completed_on, completed_at, id`

export const droppedTasks = ({ userId, org, range: { from, to } }: Asked) => part`
  SELECT ${taskJson('cancelled_on')}
  FROM tasks
  WHERE user_id = ${userId} AND cancelled_on BETWEEN ${from} AND ${to} AND deleted_at IS NULL
    ${andInOrg(userId, org, 'task')}
  ORDER BY cancelled_on, id`

/** SELECT of the ids of tasks that were moved from a day of a range to a later one. */
const carriedIds = ({ userId, range: { from, to } }: Asked) => part`
    SELECT task_id FROM task_carries WHERE user_id = ${userId} AND from_date BETWEEN ${from} AND ${to}`

/** Not done and not dropped by the end of a range. */
const stillOpen = ({ range: { to } }: Asked) =>
  part`coalesce(completed_on > ${to}, 1) AND coalesce(cancelled_on > ${to}, 1)`

/** Tasks that were planned in a range and moved to a day after it. */
export const carriedTasks = (asked: Asked) => {
  const { userId, org, range } = asked
  return part`
  SELECT ${taskJson('date')}
  FROM tasks
  WHERE tasks.user_id = ${userId} AND tasks.id IN (${carriedIds(asked)}) AND deleted_at IS NULL
    AND coalesce(date > ${range.to}, 1) AND ${stillOpen(asked)} ${andInOrg(userId, org, 'task')}
  ORDER BY coalesce(date, '9999'), tasks.id`
}

/** Tasks with an estimate that were planned for a past day of a range, were not done in it, and got no time in it. */
export const idleTasks = (asked: Asked, today: string) => {
  const { userId, org, range } = asked
  return part`
  SELECT ${taskJson('date')}
  FROM tasks
  WHERE tasks.user_id = ${userId} AND tasks.id IN (
      SELECT id FROM tasks
      WHERE user_id = ${userId} AND date BETWEEN ${range.from} AND ${range.to} AND date < ${today}
        AND deleted_at IS NULL
      UNION
      ${carriedIds(asked)})
    AND deleted_at IS NULL AND estimated_minutes IS NOT NULL AND ${stillOpen(asked)} ${andInOrg(userId, org, 'task')}
    AND tasks.id NOT IN (
      SELECT task_id FROM session_days
      WHERE session_days.user_id = ${userId} AND session_days.date BETWEEN ${range.from} AND ${range.to}
        AND task_id IS NOT NULL AND seconds > 0)
  ORDER BY coalesce(date, '9999'), tasks.id`
}
