import { z } from 'zod'
import { type ChangeKey, imagedRows } from '../../changes/images'
import { carriedTasks } from '../../changes/tables'
import { addDays } from '../../lib/days'
import { andInOrg, kindInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../../lib/sql'
import { isOpenTask, taskColumns, withNames } from '../queries'
import { ListedTask } from '../schema'

const section = z.enum(['overdue', 'upcoming', 'someday', 'done', 'running'])
type Section = z.infer<typeof section>

export const FocusTask = ListedTask.extend({ section })

/** Tasks that the page lists of each kind; one more is read, which means that there are more. */
export const limits = { overdue: 10, today: 60, ahead: 12, someday: 5, done: 12 } as const

/** Days after today that the page looks ahead. */
const daysAhead = 7

const open = (userId: string, org: Org) => part`
  FROM tasks INDEXED BY tasks_open WHERE user_id = ${userId} AND ${isOpenTask} ${andInOrg(userId, org, 'task')}`

export const picked = (name: Section, rows: SqlPart, limit: number) => part`
  SELECT * FROM (SELECT id, ${name} AS section ${rows} LIMIT ${limit})`

/** SELECT of the task that the timer runs for. */
export const running = (userId: string, org: Org) => part`
  SELECT task_id, 'running' FROM sessions INDEXED BY sessions_one_timer
  WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL
    ${
      org === allOrgs
        ? part``
        : part`AND task_id IN (SELECT id FROM tasks WHERE tasks.user_id = ${userId}
      AND tasks.id = sessions.task_id ${andInOrg(userId, org, 'task')})`
    }`

/** SELECT of the ids of the tasks that the page lists. D1 allows five parts. */
const pageIds = (userId: string, org: Org, today: string) =>
  [
    picked(
      'upcoming',
      part`${open(userId, org)} AND date BETWEEN ${today} AND ${addDays(today, daysAhead)} ORDER BY date, position`,
      limits.today + limits.ahead + 1,
    ),
    picked(
      'overdue',
      part`${open(userId, org)} AND date < ${today} ORDER BY date DESC, position DESC`,
      limits.overdue + 1,
    ),
    picked('someday', part`${open(userId, org)} AND date IS NULL ORDER BY position`, limits.someday + 1),
    picked(
      'done',
      part`FROM tasks INDEXED BY tasks_done
        WHERE user_id = ${userId} AND completed_on = ${today} AND deleted_at IS NULL
          ${andInOrg(userId, org, 'task')} ORDER BY completed_at DESC`,
      limits.done + 1,
    ),
    running(userId, org),
  ].reduce((all, one) => part`${all} UNION ALL ${one}`)

/** SELECT of `FocusTask` by a SELECT of ids and sections. */
export const selectTasks = (userId: string, ids: SqlPart) => part`
      WITH picked AS (${ids})
      SELECT picked.section, ${taskColumns}
      FROM picked
        CROSS JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = picked.id ${withNames(userId)}
      WHERE tasks.deleted_at IS NULL`

/** The tasks of the page in one statement, in no order. */
export const focusTasks = (db: D1Database, userId: string, org: Org, today: string) =>
  rowsAs(FocusTask, sql(db)`${selectTasks(userId, pageIds(userId, org, today))}`)

const members = constant(
  Object.keys(FocusTask.shape)
    .map((name) => `'${name}', ${name}`)
    .join(', '),
)

/** SELECT of the first open tasks of today, and of the one that the timer runs for, as `data` in JSON, in no order. */
export const firstTasks = (userId: string, today: string, limit: number, org: Org = allOrgs) => {
  const first = picked('upcoming', part`${open(userId, org)} AND date = ${today} ORDER BY position`, limit)
  return part`
    SELECT json_object(${members}) AS data
    FROM (${selectTasks(userId, part`${first} UNION ALL ${running(userId, org)}`)})`
}

/** The tasks of `firstTasks`. */
export const FirstTasks = z.array(FocusTask)

const OrderedTask = z.object({
  id: z.string(),
  title: z.string(),
  date: z.string().nullable(),
  shown: z.literal([0, 1]),
})
export type OrderedTask = z.infer<typeof OrderedTask>

/** All open tasks of a date in their order, and which of them a context shows; with an id, those of its date. */
export const openTasks = async (db: D1Database, userId: string, org: Org, of: { date: string } | { id: string }) => {
  const date =
    'id' in of ? part`(SELECT date FROM tasks WHERE user_id = ${userId} AND id = ${of.id})` : part`${of.date}`
  return rowsAs(
    OrderedTask,
    sql(db)`
      SELECT id, title, date, iif(${kindInOrg(userId, org, 'task')}, 1, 0) AS shown
      FROM tasks INDEXED BY tasks_open
      WHERE user_id = ${userId} AND date IS ${date} AND ${isOpenTask}
      ORDER BY position, id`,
  )
}

/** The most tasks that are carried over at once. */
const mostCarried = 500

/** Open tasks from before a date that a context shows, the oldest first. */
export const overdueTasks = (db: D1Database, userId: string, org: Org, today: string) =>
  allRows<{ id: string; date: string }>(sql(db)`
    SELECT id, date FROM tasks INDEXED BY tasks_open
    WHERE user_id = ${userId} AND date < ${today} AND ${isOpenTask} ${andInOrg(userId, org, 'task')}
    ORDER BY date, position
    LIMIT ${mostCarried}`)

/** Open tasks among those that a change carried over, and the others of the dates that these came from. */
export const tasksToPutBack = (db: D1Database, of: ChangeKey) =>
  allRows<{ id: string; date: string; position: number }>(sql(db)`
    WITH dates AS (SELECT DISTINCT image.value ->> '$.was.date' AS date ${imagedRows(carriedTasks, of)})
    SELECT id, tasks.date, position
    FROM dates CROSS JOIN tasks INDEXED BY tasks_open ON user_id = ${of.userId} AND tasks.date IS dates.date
    WHERE ${isOpenTask}
    UNION
    SELECT present.id, present.date, present.position ${imagedRows(carriedTasks, of)}
      AND present.status IN ('todo', 'in_progress') AND present.deleted_at IS NULL AND present.date IS NOT NULL`)
