import { z } from 'zod'
import { andInOrg } from '../../lib/kinds'
import { constant, part, rowsAs, type SqlPart, sql } from '../../lib/sql'
import { isListedTask } from '../../tasks/tasks/queries'
import { type Asked, first } from './reads'

const ReviewedTask = z.object({
  id: z.string(),
  title: z.string(),
  /** When it was done or dropped, or the day that it is planned for now, null for someday. */
  date: z.string().nullable(),
})
export type ReviewedTask = z.infer<typeof ReviewedTask>

/** Tasks that a condition selects, in the order of the date that they show. */
const tasksWhere = ({ db, userId, org }: Asked, date: 'completed_on' | 'cancelled_on' | 'date', where: SqlPart) =>
  rowsAs(
    ReviewedTask,
    sql(db)`
      SELECT id, title, ${constant(date)} AS date
      FROM tasks
      WHERE user_id = ${userId} AND deleted_at IS NULL AND ${isListedTask} ${andInOrg(userId, org, 'task')} AND ${where}
      ORDER BY coalesce(${constant(date)}, '9999'), ${constant(date === 'completed_on' ? 'completed_at, id' : 'id')}
      ${first}`,
  )

export const doneTasks = (asked: Asked) =>
  tasksWhere(asked, 'completed_on', part`completed_on BETWEEN ${asked.range.from} AND ${asked.range.to}`)

export const droppedTasks = (asked: Asked) =>
  tasksWhere(asked, 'cancelled_on', part`cancelled_on BETWEEN ${asked.range.from} AND ${asked.range.to}`)

/** SELECT of the ids of tasks that were moved from a day of a range to a later one. */
const carriedIds = ({ userId, range: { from, to } }: Asked) => part`
    SELECT task_id FROM task_carries WHERE user_id = ${userId} AND from_date BETWEEN ${from} AND ${to}`

/** Not done and not dropped by the end of a range. */
const stillOpen = ({ range: { to } }: Asked) =>
  part`coalesce(completed_on > ${to}, 1) AND coalesce(cancelled_on > ${to}, 1)`

/** SELECT of the ids of tasks that may have been open at the end of a range, and planned for a day of it. */
const maybeIdleIds = (asked: Asked) => {
  const { userId, range } = asked
  const present = part`SELECT id FROM tasks WHERE user_id = ${userId} AND deleted_at IS NULL`
  return part`
        ${present} AND status IN ('todo', 'in_progress') AND date BETWEEN ${range.from} AND ${range.to}
        UNION ALL ${present} AND completed_on > ${range.to}
        UNION ALL ${present} AND cancelled_on > ${range.to}
        UNION ALL ${carriedIds(asked)}`
}

/** Tasks that were planned in a range and moved to a day after it. */
export const carriedTasks = (asked: Asked) =>
  tasksWhere(
    asked,
    'date',
    part`id IN (${carriedIds(asked)}) AND coalesce(date > ${asked.range.to}, 1) AND ${stillOpen(asked)}`,
  )

/** Tasks with an estimate that were planned for a past day of a range, were not done in it, and got no time in it. */
export const idleTasks = (asked: Asked, today: string) => {
  const { userId, range } = asked
  return tasksWhere(
    asked,
    'date',
    part`id IN (${maybeIdleIds(asked)}) AND (date BETWEEN ${range.from} AND ${range.to} AND date < ${today} OR id IN (${carriedIds(asked)}))
      AND estimated_minutes IS NOT NULL AND ${stillOpen(asked)}
      AND id NOT IN (
        SELECT task_id FROM session_days
        WHERE user_id = ${userId} AND date BETWEEN ${range.from} AND ${range.to} AND task_id IS NOT NULL
          AND seconds > 0)`,
  )
}
