import { z } from 'zod'
import { trackedBy } from '../ledger/facts'
import { andInOrg, kindInOrg } from '../lib/kinds'
import { cutPage } from '../lib/list-view'
import { isOrganization, noOrg, type Org } from '../lib/org'
import { cutWalk, idsOfOrg, WalkPlace, walkIds } from '../lib/org-rows'
import { constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { ListedTask, type TaskPriority, type TaskStatus } from './schema'

/** Condition of the index `tasks_open`. */
export const isOpenTask = constant("tasks.status IN ('todo', 'in_progress') AND tasks.deleted_at IS NULL")

/** Columns of a `ListedTask` from `tasks` joined by `withNames`. */
export const taskColumns = constant(`
      tasks.id, tasks.title, tasks.description, tasks.priority, tasks.status, tasks.date, tasks.position,
      tasks.estimated_minutes, tasks.goal_id, tasks.project_id, tasks.plan_id, tasks.organization_id, tasks.repeat,
      tasks.repeat_from, tasks.repeats, tasks.completed_at, tasks.completed_on, tasks.cancelled_on, tasks.seq,
      tasks.created_at, tasks.updated_at, coalesce(tracked.total_seconds, 0) AS tracked_seconds, projects.name AS project_name,
      goals.title AS goal_title, plans.title AS plan_title, organizations.name AS organization_name`)

export const withNames = (userId: string) => part`
    LEFT JOIN ${trackedBy(userId, 'task_id')} AS tracked ON tracked.id = tasks.id
    LEFT JOIN projects ON projects.user_id = tasks.user_id AND projects.id = tasks.project_id
      AND projects.deleted_at IS NULL
    LEFT JOIN goals ON goals.user_id = tasks.user_id AND goals.id = tasks.goal_id AND goals.deleted_at IS NULL
    LEFT JOIN plans ON plans.user_id = tasks.user_id AND plans.id = tasks.plan_id AND plans.deleted_at IS NULL
    LEFT JOIN organizations ON organizations.user_id = tasks.user_id AND organizations.id = tasks.organization_id
      AND organizations.deleted_at IS NULL`

export const task = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT ${taskColumns}
    FROM tasks ${withNames(userId)}
    WHERE tasks.user_id = ${userId} AND tasks.id = ${id} AND tasks.deleted_at IS NULL`.first()
  return row === null ? null : ListedTask.parse(row)
}

const TaskSource = z.object({ id: z.string(), description: z.string() })
export type TaskSource = z.infer<typeof TaskSource>

/** The action item that became a task. */
export const sourceOfTask = async (db: D1Database, userId: string, id: string) =>
  TaskSource.nullable().parse(
    await sql(db)`
    SELECT id, description FROM action_items INDEXED BY action_items_by_task
    WHERE user_id = ${userId} AND task_id = ${id} AND deleted_at IS NULL
    LIMIT 1`.first(),
  )

export type TaskFilter = {
  status?: TaskStatus
  priority?: TaskPriority
  /** A date, or `none` for someday. */
  date?: string
  goal_id?: string
  project_id?: string
  plan_id?: string
  /** Expression for the search index. */
  match?: string
}

const conditions = ({ date, match, ...columns }: TaskFilter): SqlPart[] => [
  ...Object.entries(columns).flatMap(([column, value]) =>
    value ? [part`AND tasks.${constant(column)} = ${value}`] : [],
  ),
  ...(date ? [part`AND tasks.date IS ${date === 'none' ? null : date}`] : []),
  ...(match
    ? [
        part`AND tasks.id IN (
        SELECT documents.id
        FROM search_index CROSS JOIN search_documents AS documents ON documents.number = search_index.rowid
        WHERE search_index MATCH ${match})`,
      ]
    : []),
]

const all = (parts: SqlPart[]) => parts.reduce((sum, one) => part`${sum} ${one}`, part``)

/** Tasks below the cursor, the newest first. Reads limit + 1 rows; the extra row means there is a next page. */
export const tasksBefore = async (
  db: D1Database,
  userId: string,
  org: Org,
  { cursor, ...filter }: TaskFilter & { cursor: string },
  limit: number,
) => {
  const where = part`AND tasks.id < ${cursor} ${all(conditions(filter))}`
  const [table, order] = ['tasks', 'tasks.id DESC']
  const indexes = { byOrganization: 'tasks_of_organization', byProject: 'tasks_by_project' }
  const ofOrg = () => idsOfOrg(userId, org, { table, ...indexes, where, order, limit: limit + 1 })
  const from = isOrganization(org)
    ? part`(${ofOrg()}) AS first CROSS JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = first.id ${withNames(userId)}`
    : part`tasks ${withNames(userId)}
      WHERE tasks.user_id = ${userId} AND tasks.deleted_at IS NULL ${where} ${andInOrg(userId, org, 'task')}`
  return rowsAs(
    ListedTask,
    sql(db)`
      SELECT ${taskColumns}
      FROM ${from}
      ORDER BY tasks.id DESC
      LIMIT ${limit + 1}`,
  )
}

const WalkedTask = ListedTask.extend(WalkPlace.shape)

/** A page of `tasksBefore`. Of Personal only those among the next `walkLimit` tasks of all. */
export const tasksPageBefore = async (
  ...[db, userId, org, { cursor, ...filter }, limit]: Parameters<typeof tasksBefore>
): Promise<{ rows: ListedTask[]; next?: string }> => {
  if (org !== noOrg) return cutPage(await tasksBefore(db, userId, org, { cursor, ...filter }, limit), limit)
  const ids = walkIds({
    from: part`FROM tasks
        WHERE tasks.user_id = ${userId} AND tasks.id < ${cursor} AND tasks.deleted_at IS NULL ${all(conditions(filter))}`,
    id: 'tasks.id',
    order: 'tasks.id DESC',
    shown: kindInOrg(userId, org, 'task'),
    limit: limit + 1,
  })
  const rows = await rowsAs(
    WalkedTask,
    sql(db)`
      SELECT ${taskColumns}, walked.place, walked.is_shown
      FROM (${ids}) AS walked CROSS JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = walked.id ${withNames(userId)}
      ORDER BY walked.place`,
  )
  return cutWalk(rows, limit)
}

const Choice = z.object({
  kind: z.enum(['goal_id', 'project_id', 'plan_id', 'organization_id']),
  id: z.string(),
  title: z.string(),
})
export type TaskChoice = z.infer<typeof Choice>

/** The most goals, projects, plans and organizations that a form offers, each. */
const choicesLimit = 200

/** Open goals, active projects and plans of a context, and organizations, to file a task under. */
export const taskChoices = (db: D1Database, userId: string, org: Org) =>
  rowsAs(
    Choice,
    sql(db)`
      SELECT * FROM (
        SELECT 'goal_id' AS kind, id, title FROM goals INDEXED BY goals_by_status
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
          ${andInOrg(userId, org, 'goal')}
        LIMIT ${choicesLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'project_id', id, name FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status = 'active' ${andInOrg(userId, org, 'project')}
        ORDER BY name COLLATE NOCASE
        LIMIT ${choicesLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'plan_id', id, title FROM plans
        WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'plan')}
        ORDER BY updated_at DESC
        LIMIT ${choicesLimit})
      UNION ALL
      SELECT * FROM (
        SELECT 'organization_id', id, name FROM organizations WHERE user_id = ${userId} AND deleted_at IS NULL
        ORDER BY name_key
        LIMIT ${choicesLimit})`,
  )
