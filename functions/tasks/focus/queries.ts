import { z } from 'zod'
import { addDays } from '../../lib/days'
import { allRows, part, sql } from '../../lib/sql'
import { isOpenTask, taskColumns, withNames } from '../queries'
import { ListedTask } from '../schema'

const section = z.enum(['overdue', 'today', 'ahead', 'someday', 'done'])
type Section = z.infer<typeof section>

const FocusTask = ListedTask.extend({ section })

/** Tasks that the page lists of each kind; one more is read, which means that there are more. */
export const limits = { overdue: 15, today: 60, ahead: 20, someday: 8, done: 20 } as const satisfies Record<
  Section,
  number
>

/** Days after today that the page looks ahead. */
export const daysAhead = 7

const open = (userId: string) => part`
  FROM tasks INDEXED BY tasks_open WHERE user_id = ${userId} AND ${isOpenTask}`

const picked = (name: Section, rows: ReturnType<typeof part>, limit: number) => part`
  SELECT * FROM (SELECT id, ${name} AS section ${rows} LIMIT ${limit})`

/** SELECT of the ids of the tasks that the page lists. */
const pickedIds = (userId: string, today: string) =>
  [
    picked('today', part`${open(userId)} AND date = ${today} ORDER BY position`, limits.today + 1),
    picked('overdue', part`${open(userId)} AND date < ${today} ORDER BY date DESC, position DESC`, limits.overdue + 1),
    picked(
      'ahead',
      part`${open(userId)} AND date BETWEEN ${addDays(today, 1)} AND ${addDays(today, daysAhead)} ORDER BY date, position`,
      limits.ahead + 1,
    ),
    picked('someday', part`${open(userId)} AND date IS NULL ORDER BY position`, limits.someday + 1),
    picked(
      'done',
      part`FROM tasks INDEXED BY tasks_done
        WHERE user_id = ${userId} AND completed_on = ${today} AND deleted_at IS NULL ORDER BY completed_at DESC`,
      limits.done + 1,
    ),
  ].reduce((all, one) => part`${all} UNION ALL ${one}`)

/** The tasks of the page in one statement, in no order. */
export const focusTasks = async (db: D1Database, userId: string, today: string) =>
  z.array(FocusTask).parse(
    await allRows(sql(db)`
      SELECT picked.section, ${taskColumns}
      FROM (${pickedIds(userId, today)}) AS picked
        CROSS JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = picked.id ${withNames}`),
  )

const OrderedTask = z.object({ id: z.string(), title: z.string(), date: z.string().nullable() })
export type OrderedTask = z.infer<typeof OrderedTask>

/** The open tasks of a date in their order; with an id, those of its date. */
export const openTasks = async (db: D1Database, userId: string, of: { date: string } | { id: string }) => {
  const date =
    'id' in of ? part`(SELECT date FROM tasks WHERE user_id = ${userId} AND id = ${of.id})` : part`${of.date}`
  return z.array(OrderedTask).parse(
    await allRows(sql(db)`
      SELECT id, title, date FROM tasks INDEXED BY tasks_open
      WHERE user_id = ${userId} AND date IS ${date} AND ${isOpenTask}
      ORDER BY position, id`),
  )
}

/** The first open tasks of a date. */
export const firstTasksOn = async (db: D1Database, userId: string, date: string, limit: number) =>
  z.array(ListedTask).parse(
    await allRows(sql(db)`
      SELECT ${taskColumns}
      FROM tasks INDEXED BY tasks_open ${withNames}
      WHERE tasks.user_id = ${userId} AND tasks.date = ${date} AND ${isOpenTask}
      ORDER BY tasks.position
      LIMIT ${limit}`),
  )

/** The most tasks that are carried over at once. */
const mostCarried = 500

/** Open tasks from before a date, the oldest first. */
export const overdueTasks = (db: D1Database, userId: string, today: string) =>
  allRows<{ id: string; date: string }>(sql(db)`
    SELECT id, date FROM tasks INDEXED BY tasks_open
    WHERE user_id = ${userId} AND date < ${today} AND ${isOpenTask}
    ORDER BY date, position
    LIMIT ${mostCarried}`)
