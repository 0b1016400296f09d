import type { Option } from '../../views/ui/field'
import { allRows, constant, part, type SqlPart, sql } from '../lib/db/sql'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { removeRows } from '../lib/resource/row-writes'

/** Rows of today's list and of the API's. An action item is in them while it has a day. */
export const isListedTask = constant('(tasks.owner IS NULL OR tasks.date IS NOT NULL)')

export const isUnfinished = constant("tasks.status IN ('todo', 'in_progress') AND tasks.deleted_at IS NULL")

export const isOpenTask = part`${isUnfinished} AND ${isListedTask}`

/** Deletes tasks for good. A cancelled one leaves the order of its date, which is numbered before the deletion. */
export const removeTasks = (db: D1Database, userId: string, which: SqlPart) => [
  sql(db)`UPDATE tasks SET status = 'cancelled' WHERE ${which}`,
  renumber(db, userId, part`SELECT DISTINCT date FROM tasks WHERE ${which}`),
  ...removeRows(db, userId, 'task', which),
]

/** The most tasks that a form offers. */
const offered = 50

/** UTC's date in two days: today or later anywhere. */
const soon = () => new Date(Date.now() + 2 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)

/** Open tasks of a context up to tomorrow, the latest first, and the selected one even if it is done or deleted. */
export const taskOptions = async (
  db: D1Database,
  userId: string,
  selected: string | null,
  org: Org = allOrgs,
): Promise<Option[]> => {
  const rows = await allRows<{ id: string; title: string; deleted: 0 | 1 }>(sql(db)`
    SELECT id, title, 0 AS deleted FROM (
      SELECT id, title FROM tasks
      WHERE user_id = ${userId} AND date <= ${soon()} AND ${isOpenTask} ${andInOrg(userId, org, 'task')}
      ORDER BY date DESC, position
      LIMIT ${offered})
    UNION ALL
    SELECT id, title, deleted_at IS NOT NULL FROM tasks WHERE user_id = ${userId} AND id = ${selected ?? ''}`)
  const titles = new Map(rows.map(({ id, title, deleted }) => [id, deleted ? `${title} (deleted)` : title]))
  return [{ value: '', label: 'No task' }, ...Array.from(titles, ([value, label]) => ({ value, label }))]
}

/** Where a task goes among those with its position: before them (-1) or behind them (1). */
export type Side = { id: string; side: -1 | 1 }

/**
 * Numbers the open tasks of dates from 1 on, in their order. The place of a task follows from those of others, so its
 * version stays. @param dates SELECT of the column `date`
 */
export const renumber = (db: D1Database, userId: string, dates: SqlPart, { id, side }: Side = { id: '', side: 1 }) =>
  sql(db)`
    WITH numbered AS (${dates}),
    ranked AS (
      SELECT id,
        row_number() OVER (PARTITION BY tasks.date ORDER BY position, iif(id = ${id}, ${side}, 0), id) AS place
      FROM numbered
        JOIN tasks ON user_id = ${userId} AND tasks.date IS numbered.date
      WHERE ${isOpenTask})
    UPDATE tasks SET position = ranked.place
    FROM ranked
    WHERE tasks.user_id = ${userId} AND tasks.id = ranked.id AND tasks.position <> ranked.place`
