import type { SelectOption } from '../../views/ui/field'
import { allRows, constant, part, sql } from '../lib/db/sql'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'

/** Condition for tasks in lists and in the API. Action items are only included if they have a date. */
export const isListedTask = constant('(tasks.owner IS NULL OR tasks.date IS NOT NULL)')

export const isUnfinished = constant("tasks.status IN ('todo', 'in_progress') AND tasks.deleted_at IS NULL")

/** Condition for a person's unfinished tasks, found by their index: otherwise SQLite reads all tasks of ten years. */
export const isUnfinishedOf = (userId: string) => part`tasks.id IN (
      SELECT id FROM tasks INDEXED BY tasks_open WHERE user_id = ${userId} AND ${isUnfinished})`

export const isOpenTask = part`${isUnfinished} AND ${isListedTask}`

/** Maximum number of tasks offered in a form. */
const offered = 50

/** The UTC date in two days, which is tomorrow or later in every time zone. */
const soon = () => new Date(Date.now() + 2 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)

/** Open tasks of a context up to tomorrow, latest first. Includes the selected task even if it is done or deleted. */
export const taskOptions = async (
  db: D1Database,
  userId: string,
  selected: string | null,
  org: Org = allOrgs,
): Promise<SelectOption[]> => {
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
