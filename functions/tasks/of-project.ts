import type { Org } from '../lib/org'
import { part, rowsAs, sql } from '../lib/sql'
import { FocusTask, picked, running, selectTasks } from './focus/queries'
import type { ListedTask } from './schema'

/** Tasks that a project's page lists of each kind; one more is read, which means that there are more. */
const limits = { upcoming: 15, someday: 5, done: 5 } as const

const ofProject = (userId: string, id: string) => part`
  FROM tasks INDEXED BY tasks_of_project WHERE user_id = ${userId} AND project_id = ${id} AND deleted_at IS NULL`

const open = (userId: string, id: string) => part`
  ${ofProject(userId, id)} AND completed_at IS NULL AND status IN ('todo', 'in_progress')`

/** The open tasks of a project, those of someday last, and the ones done last, with the id of the one that runs. */
export const tasksOfProject = async (db: D1Database, userId: string, org: Org, id: string) => {
  const ids = [
    picked('upcoming', part`${open(userId, id)} AND date > '' ORDER BY date`, limits.upcoming + 1),
    picked('someday', part`${open(userId, id)} AND date IS NULL`, limits.someday + 1),
    picked(
      'done',
      part`${ofProject(userId, id)} AND completed_at > 0 AND status = 'done' ORDER BY completed_at DESC`,
      limits.done + 1,
    ),
    running(userId, org),
  ].reduce((all, one) => part`${all} UNION ALL ${one}`)
  const rows = await rowsAs(FocusTask, sql(db)`${selectTasks(userId, ids)}`)
  const listed = (name: keyof typeof limits, order: (a: ListedTask, b: ListedTask) => number) =>
    rows.filter(({ section }) => section === name).sort(order)
  const byDate = (a: ListedTask, b: ListedTask) =>
    (a.date ?? '').localeCompare(b.date ?? '') || a.position - b.position || a.id.localeCompare(b.id)
  const [upcoming, someday] = [listed('upcoming', byDate), listed('someday', byDate)]
  const done = listed('done', (a, b) => (b.completed_at ?? 0) - (a.completed_at ?? 0))
  return {
    open: [...upcoming.slice(0, limits.upcoming), ...someday.slice(0, limits.someday)],
    done: done.slice(0, limits.done),
    hasMore: upcoming.length > limits.upcoming || someday.length > limits.someday || done.length > limits.done,
    running: rows.find(({ section }) => section === 'running')?.id,
  }
}
export type TasksOfProject = Awaited<ReturnType<typeof tasksOfProject>>
