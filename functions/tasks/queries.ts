import { z } from 'zod'
import { trackedBy } from '../ledger/facts'
import { columnsAre, joined } from '../lib/conditions'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { columnsOf, readsOf } from '../lib/resource/reads'
import { constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { filing, ListedTask, TaskRow } from './schema'

export const isOpenTask = constant("tasks.status IN ('todo', 'in_progress') AND tasks.deleted_at IS NULL")

const columns = part`
      ${columnsOf('tasks', TaskRow)}, coalesce(tracked.total_seconds, 0) AS tracked_seconds, ${filing.selectedNames}`

const joins = (userId: string) => part`
    LEFT JOIN ${trackedBy(userId, 'task_id')} AS tracked ON tracked.id = tasks.id
    ${filing.withNames}`

/** Empty members filter nothing. `date` may be `none` for someday. */
type TaskFilter = Partial<Record<'status' | 'priority' | 'date' | (typeof filing.ids)[number], string>>

export const {
  find: task,
  list: tasks,
  page: pageOfTasks,
} = readsOf({
  kind: 'task',
  schema: ListedTask,
  columns,
  joins,
  where: ({ date, ...values }: TaskFilter) =>
    joined([columnsAre('tasks', values), date && part`AND tasks.date IS ${date === 'none' ? null : date}`]),
})

/** Tasks of a context. @param condition begins with AND and ends with the order */
export const tasksWhere = (db: D1Database, userId: string, org: Org, condition: SqlPart, limit: number) =>
  rowsAs(
    ListedTask,
    sql(db)`
      SELECT ${columns}
      FROM tasks ${joins(userId)}
      WHERE tasks.user_id = ${userId} AND tasks.deleted_at IS NULL ${andInOrg(userId, org, 'task')} ${condition}
      LIMIT ${limit}`,
  )

const TaskSource = z.object({ id: z.string(), description: z.string() })
export type TaskSource = z.infer<typeof TaskSource>

/** The action item that became a task. */
export const sourceOfTask = async (db: D1Database, userId: string, id: string) =>
  TaskSource.nullable().parse(
    await sql(db)`
    SELECT id, description FROM action_items
    WHERE user_id = ${userId} AND task_id = ${id} AND deleted_at IS NULL
    LIMIT 1`.first(),
  )
