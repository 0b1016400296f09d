import { z } from 'zod'
import { addDays } from '../../lib/days'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import { isOpenTask, taskColumns, withNames } from '../queries'
import { ListedTask } from '../schema'

const section = z.enum(['overdue', 'upcoming', 'someday', 'done', 'running'])
type Section = z.infer<typeof section>

const FocusTask = ListedTask.extend({ section })

/** Tasks that the page lists of each kind; one more is read, which means that there are more. */
export const limits = { overdue: 10, today: 60, ahead: 12, someday: 5, done: 12 } as const

/** Days after today that the page looks ahead. */
const daysAhead = 7

const open = (userId: string) => part`
  FROM tasks INDEXED BY tasks_open WHERE user_id = ${userId} AND ${isOpenTask}`

const picked = (name: Section, rows: SqlPart, limit: number) => part`
  SELECT * FROM (SELECT id, ${name} AS section ${rows} LIMIT ${limit})`

/** SELECT of the task that the timer runs for. */
const running = (userId: string) => part`
  SELECT task_id, 'running' FROM sessions INDEXED BY sessions_one_timer
  WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`

/** SELECT of the ids of the tasks that the page lists. D1 allows five parts. */
const pageIds = (userId: string, today: string) =>
  [
    picked(
      'upcoming',
      part`${open(userId)} AND date BETWEEN ${today} AND ${addDays(today, daysAhead)} ORDER BY date, position`,
      limits.today + limits.ahead + 1,
    ),
    picked('overdue', part`${open(userId)} AND date < ${today} ORDER BY date DESC, position DESC`, limits.overdue + 1),
    picked('someday', part`${open(userId)} AND date IS NULL ORDER BY position`, limits.someday + 1),
    picked(
      'done',
      part`FROM tasks INDEXED BY tasks_done
        WHERE user_id = ${userId} AND completed_on = ${today} AND deleted_at IS NULL ORDER BY completed_at DESC`,
      limits.done + 1,
    ),
    running(userId),
  ].reduce((all, one) => part`${all} UNION ALL ${one}`)

/** SELECT of `FocusTask` by a SELECT of ids and sections. */
const selectTasks = (userId: string, ids: SqlPart) => part`
      WITH picked AS (${ids})
      SELECT picked.section, ${taskColumns}
      FROM picked
        CROSS JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = picked.id ${withNames}
      WHERE tasks.deleted_at IS NULL`

/** The tasks of the page in one statement, in no order. */
export const focusTasks = async (db: D1Database, userId: string, today: string) =>
  z.array(FocusTask).parse(await allRows(sql(db)`${selectTasks(userId, pageIds(userId, today))}`))

const members = constant(
  Object.keys(FocusTask.shape)
    .map((name) => `'${name}', ${name}`)
    .join(', '),
)

/** SELECT of the first open tasks of today, and of the one that the timer runs for, as `data` in JSON, in no order. */
export const firstTasks = (userId: string, today: string, limit: number) => {
  const first = picked('upcoming', part`${open(userId)} AND date = ${today} ORDER BY position`, limit)
  return part`
    SELECT json_object(${members}) AS data
    FROM (${selectTasks(userId, part`${first} UNION ALL ${running(userId)}`)})`
}

/** The tasks of `firstTasks`. */
export const FirstTasks = z.array(FocusTask)

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

/** The most tasks that are carried over at once. */
const mostCarried = 500

/** Open tasks from before a date, the oldest first. */
export const overdueTasks = (db: D1Database, userId: string, today: string) =>
  allRows<{ id: string; date: string }>(sql(db)`
    SELECT id, date FROM tasks INDEXED BY tasks_open
    WHERE user_id = ${userId} AND date < ${today} AND ${isOpenTask}
    ORDER BY date, position
    LIMIT ${mostCarried}`)
