import { trackedAggregate } from '../../ledger/facts'
import { isListedTask, isOpenTask, isUnfinishedOf } from '../../ledger/tasks'
import { columnsAre, dateIsIn, joinConditions } from '../../lib/db/conditions'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import { andInOrg, kindEntry } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import type { FilingField } from '../../lib/resource/filing'
import { byLastWrite, readsOf } from '../../lib/resource/row-reads'
import { quoteName } from '../../lib/text/text'
import { ListedTask, sourceType, type TaskOrigin, taskKind } from './schema'
import { shortTitle } from './words'

/** Number of characters of a source's title that are read, and that a list shows. */
const titleStart = 80
/** SQL of the truncated title of a task's source; NULL without a source or if it is deleted. */
const sourceTitle = constant(
  `CASE tasks.source_type ${sourceType.options
    .map((kind) => {
      const { table, search } = kindEntry(kind)
      return `WHEN '${kind}' THEN (
        SELECT substr(${search.title}, 1, ${titleStart}) FROM ${table}
        WHERE ${table}.user_id = tasks.user_id AND ${table}.id = tasks.source_id AND ${table}.deleted_at IS NULL)`
    })
    .join(' ')} END`,
)

/** `“Call the clinic”`, truncated to leave room for a verb. */
export const titleInToast = ({ title }: { title: string }) => quoteName(shortTitle(title, 48))

/** True if the source belongs to the user and is not deleted. */
export const sourceExists = async (db: D1Database, userId: string, { type, id }: TaskOrigin) =>
  (await sql(db)`
    SELECT 1 FROM ${constant(kindEntry(type).table)}
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first()) !== null

/** SQL of a task's position among the open tasks of its date; for a closed task, its position after reopening. */
const placeOfTask = constant(`(
        SELECT count(*) + 1 FROM tasks AS other
        WHERE other.user_id = tasks.user_id AND other.date IS tasks.date
          AND ${isOpenTask.text.replaceAll('tasks.', 'other.')}
          AND (other.position, other.id) < (tasks.position, tasks.id))`)

const columnsWith = (computed?: Record<string, SqlPart>) => part`
      ${taskKind.columnsWith({ repeat: constant('coalesce(tasks.repeat_rule, tasks.repeat)'), ...computed })},
      coalesce(${trackedAggregate('tasks', 'sum(seconds)')}, 0) AS tracked_seconds, ${sourceTitle} AS source_title,
      projects.color AS project_color`

const ofTasks = { ...taskKind.reads, schema: ListedTask, columns: columnsWith() }

/**
 * Empty members do not filter. `date` can be `none` (someday) or `due` (any due date). `today`: all open tasks by day.
 */
type TaskFilter = { today?: string; isListed?: boolean } & Partial<
  Record<'status' | 'priority' | 'date' | 'tag' | FilingField, string>
>

const reads = {
  ...ofTasks,
  where: ({ date, today, isListed = true, ...values }: TaskFilter, userId: string) =>
    joinConditions([
      isListed && part`AND ${isListedTask}`,
      today && part`AND ${isUnfinishedOf(userId)}`,
      taskKind.reads.where(values),
      date === 'due'
        ? constant('AND tasks.due_date IS NOT NULL')
        : date && part`AND tasks.date IS ${date === 'none' ? null : date}`,
      date === 'none' && constant('AND tasks.due_date IS NULL'),
    ]),
  // Due tasks come first in a day, as on Today. Someday comes last.
  order: ({ q, today }: { q?: string; today?: string }) =>
    today && !q
      ? {
          columns: [
            `min(coalesce(tasks.date, '~'), max(tasks.due_key, '${today}'))`,
            `iif(coalesce(tasks.date, '~') > max(tasks.due_key, '${today}'), tasks.due_key, '~')`,
            'tasks.position',
            'tasks.id',
          ],
        }
      : { columns: ['tasks.id'], isDescending: true },
}

export const { find: task, page: pageOfTasks, list: tasks } = readsOf(reads)

/** Reads a task for the API, whose `position` is the rank in its day. */
export const { find: taskWithPlace } = readsOf({ ...reads, columns: columnsWith({ position: placeOfTask }) })

/** Lists tasks for the API. Ranks are counted here, because SQL would read all open tasks of a date for each row. */
export const listRankedTasks: typeof tasks = async (db, userId, query, limit) => {
  const [listed, open] = await Promise.all([
    tasks(db, userId, query, limit),
    allRows<Pick<ListedTask, 'id' | 'date' | 'position'>>(sql(db)`
      SELECT id, date, position FROM tasks WHERE user_id = ${userId} AND ${isOpenTask} ORDER BY position, id`),
  ])
  const openOn = Map.groupBy(open, ({ date }) => date)
  return listed.map(({ position, ...task }) => {
    const isBefore = (one: (typeof open)[number]) =>
      one.position < position || (one.position === position && one.id < task.id)
    return { ...task, position: 1 + (openOn.get(task.date)?.filter(isBefore).length ?? 0) }
  })
}

/** Empty members do not filter. `due_until` is a local date. */
type ActionFilter = { isDone?: boolean; due_until?: string } & Partial<
  Record<'status' | 'priority' | 'owner' | 'source_type' | 'source_id' | FilingField, string>
>

/** Reads of tasks that have an owner: open ones by due date, or done ones, latest first. */
export const { list: actionItems, page: pageOfItems } = readsOf({
  ...ofTasks,
  where: ({ isDone, due_until: to, status, ...values }: ActionFilter) =>
    joinConditions([
      constant('AND tasks.owner IS NOT NULL'),
      isDone !== undefined && constant(`AND tasks.status ${isDone ? "= 'done'" : "IN ('todo', 'in_progress')"}`),
      // A cancelled item does not count as open.
      status && part`AND iif(tasks.status = 'cancelled', 'done', tasks.status) = ${status}`,
      columnsAre('tasks', values),
      dateIsIn('tasks.due_date', { to }),
    ]),
  order: ({ q, isDone }) =>
    q
      ? byLastWrite
      : isDone
        ? { columns: ['tasks.completed_at', 'tasks.id'], isDescending: true }
        : { columns: ['tasks.due_key', 'tasks.id'] },
})

/** Maximum number of action items on the page of their source. */
const ofSourceLimit = 50

/** Action items of a source, open ones first. */
export const itemsOfSource = (db: D1Database, userId: string, { type, id }: TaskOrigin) =>
  tasksWhere(
    db,
    userId,
    allOrgs,
    part`AND tasks.owner IS NOT NULL AND tasks.source_type = ${type} AND unlikely(tasks.source_id = ${id})
      ORDER BY tasks.status IN ('done', 'cancelled'), tasks.due_key, tasks.id`,
    ofSourceLimit,
  )

/** Tasks of a context. @param condition SQL from AND up to and including ORDER BY */
export const tasksWhere = (db: D1Database, userId: string, org: Org, condition: SqlPart, limit: number) =>
  rowsAs(
    ListedTask,
    sql(db)`
      SELECT ${ofTasks.columns}
      FROM tasks ${ofTasks.joins}
      WHERE tasks.user_id = ${userId} AND tasks.deleted_at IS NULL ${andInOrg(userId, org, 'task')} ${condition}
      LIMIT ${limit}`,
  )
