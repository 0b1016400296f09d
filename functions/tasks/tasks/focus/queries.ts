import { z } from 'zod'
import { isListedTask, isOpenTask, isUnfinished } from '../../../ledger/tasks'
import { allRows, part, rowsAs, type SqlPart, sql } from '../../../lib/db/sql'
import { andInOrg, kindInOrg } from '../../../lib/kinds'
import type { Org } from '../../../lib/org'
import { addDays, type Range } from '../../../lib/time/days'
import { tasksWhere } from '../queries'
import { isOpen } from '../schema'
import { listedDay } from '../words'
import type { TaskSection } from './sections'

/** Reads a section of tasks. @param condition see `tasksWhere` */
export const readTaskSection = async (
  db: D1Database,
  userId: string,
  org: Org,
  condition: SqlPart,
  limit: number,
): Promise<TaskSection> => {
  const tasks = await tasksWhere(db, userId, org, condition, limit + 1)
  return { tasks: tasks.slice(0, limit), hasMore: tasks.length > limit }
}

/** The task that the timer runs for. */
export const runningTask = async (db: D1Database, userId: string, org: Org) => {
  const timer = part`
    SELECT task_id FROM sessions
    WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`
  return (await tasksWhere(db, userId, org, part`AND tasks.id = (${timer})`, 1))[0]
}

/** SQL condition: the task is listed on its due date, because it is not planned for that date or earlier. */
const isOnDueDay = part`tasks.due_date IS NOT NULL AND coalesce(tasks.date, '~') > tasks.due_key AND ${isUnfinished}`

/** SELECT of the ids of open tasks planned for some dates, and of those listed there by their due date. */
const idsOn = (userId: string, from: string, to: string) => part`
  SELECT id FROM tasks WHERE user_id = ${userId} AND date >= ${from} AND date <= ${to} AND ${isOpenTask}
  UNION
  SELECT id FROM tasks WHERE user_id = ${userId} AND due_key >= ${from} AND due_key <= ${to} AND ${isOnDueDay}`

/** Days after today that the page shows. */
const daysAhead = 7

/** Sections of the page of tasks, and the task that the timer runs for. */
export const focusTasks = async (db: D1Database, userId: string, org: Org, today: string) => {
  const section = (condition: SqlPart, limit: number) => readTaskSection(db, userId, org, condition, limit)
  const open = part`AND ${isOpenTask} AND tasks.date`
  const until = addDays(today, daysAhead)
  const byPlace = part`ORDER BY tasks.date, tasks.position, tasks.id`
  const [todays, due, ahead, overdue, someday, done, running] = await Promise.all([
    section(part`${open} = ${today} ${byPlace}`, 60),
    section(
      part`AND ${isOnDueDay} AND tasks.due_key <= ${today} AND coalesce(tasks.date, '~') > ${today}
        ORDER BY tasks.due_key, tasks.id`,
      besideLimit,
    ),
    section(
      part`AND tasks.id IN (${idsOn(userId, addDays(today, 1), until)}) AND tasks.due_key > ${today}
        ORDER BY min(coalesce(tasks.date, '~'), tasks.due_key), tasks.date, tasks.position, tasks.id`,
      12,
    ),
    section(part`${open} < ${today} ORDER BY tasks.date DESC, tasks.position DESC, tasks.id DESC`, 10),
    section(part`${open} IS NULL AND tasks.due_date IS NULL ${byPlace}`, 5),
    section(part`AND tasks.completed_on = ${today} AND ${isListedTask} ORDER BY tasks.completed_at DESC`, 12),
    runningTask(db, userId, org),
  ])
  return { todays, due, ahead, overdue, someday, done, running }
}

/** Maximum number of today's and tomorrow's open tasks on Today, and of each other list. */
const todayLimit = 50
const besideLimit = 12
/** Maximum number of tasks with a time drawn in a week. */
const weekLimit = 200

/** Reads the tasks for Today in one statement. Each task is in one list. */
export const tasksOfToday = async (db: D1Database, userId: string, today: string, org: Org) => {
  const tomorrow = addDays(today, 1)
  const ids = (condition: SqlPart, limit: number) => part`
    SELECT * FROM (
      SELECT id FROM tasks
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'task')} ${condition}
      LIMIT ${limit})`
  const open = part`AND ${isOpenTask} AND tasks.date`
  const rows = await tasksWhere(
    db,
    userId,
    org,
    part`AND tasks.id IN (
        ${ids(part`${open} IN (${today}, ${tomorrow}) ORDER BY date, position, id`, todayLimit)}
        UNION ${ids(part`${open} < ${today} ORDER BY date DESC`, besideLimit)}
        UNION ${ids(part`AND due_key <= ${tomorrow} AND ${isOnDueDay} ORDER BY due_key, id`, besideLimit)}
        UNION ${ids(part`AND completed_on = ${today} AND ${isListedTask} ORDER BY completed_at DESC`, besideLimit)}
        UNION SELECT task_id FROM sessions
        WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL)
      ORDER BY tasks.date, tasks.position, tasks.id`,
    todayLimit + 3 * besideLimit + 1,
  )
  const listed = rows.filter(({ status }) => isOpen(status))
  const todays = listed.filter(({ date }) => date === today)
  const due = listed
    .filter((task) => task.date !== today && (task.due_date ?? '~') <= today)
    .sort((a, b) => (a.due_date ?? '').localeCompare(b.due_date ?? ''))
  const others = listed.filter((task) => !due.includes(task))
  return {
    todays,
    due,
    tomorrow: others.filter((task) => listedDay(task, today) === tomorrow),
    overdue: others.filter(({ date }) => date !== null && date < today),
    done: rows.filter(({ status, completed_on }) => status === 'done' && completed_on === today),
    /** All tasks read by id, to find the timer's task. */
    byId: new Map(rows.map((task) => [task.id, task])),
  }
}

/** Open tasks without a date, sorted by due date. */
export const backlogOf = (db: D1Database, userId: string, org: Org) =>
  tasksWhere(
    db,
    userId,
    org,
    part`AND tasks.date IS NULL AND ${isOpenTask} ORDER BY tasks.due_date IS NULL, tasks.due_date, tasks.position`,
    besideLimit,
  )

/** Open tasks planned for or due on a future date, by planned date; tasks without one come first. */
export const readFutureTasks = (db: D1Database, userId: string, date: string, org: Org) =>
  tasksWhere(
    db,
    userId,
    org,
    part`AND tasks.id IN (${idsOn(userId, date, date)}) ORDER BY tasks.date, tasks.position, tasks.id`,
    todayLimit,
  )

/** Open tasks of some days that have a time. */
export const tasksWithTime = (db: D1Database, userId: string, { from, to }: Range, org: Org) =>
  tasksWhere(
    db,
    userId,
    org,
    part`AND tasks.id IN (
        SELECT id FROM tasks WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND at IS NOT NULL AND ${isOpenTask})
      ORDER BY tasks.date, tasks.at, tasks.id`,
    weekLimit,
  )

const OrderedTask = z.object({
  id: z.string(),
  title: z.string(),
  date: z.string().nullable(),
  at: z.string().nullable(),
  position: z.int(),
  shown: z.literal([0, 1]),
})
export type OrderedTask = z.infer<typeof OrderedTask>

/** Open tasks of a date, or of a task's date, in order. `shown` is 1 for tasks in the context. */
export const openTasks = async (
  db: D1Database,
  userId: string,
  org: Org,
  of: { date: string | null } | { id: string },
) => {
  const date =
    'id' in of ? part`(SELECT date FROM tasks WHERE user_id = ${userId} AND id = ${of.id})` : part`${of.date}`
  return rowsAs(
    OrderedTask,
    sql(db)`
      SELECT id, title, date, at, position, iif(${kindInOrg(userId, org, 'task')}, 1, 0) AS shown
      FROM tasks
      WHERE user_id = ${userId} AND date IS ${date} AND ${isOpenTask}
      ORDER BY position, id`,
  )
}

/** Maximum number of tasks carried over at once. */
const mostCarried = 500

/** Open tasks of a context from before a date, oldest first. */
export const overdueTasks = (db: D1Database, userId: string, org: Org, today: string) =>
  allRows<{ id: string; date: string }>(sql(db)`
    SELECT id, date FROM tasks
    WHERE user_id = ${userId} AND date < ${today} AND ${isOpenTask} ${andInOrg(userId, org, 'task')}
    ORDER BY date, position
    LIMIT ${mostCarried}`)
