import type { LocalNow } from '../../lib/now'
import type { ListedTask } from '../schema'
import { focusTasks, limits } from './queries'

/** The tasks of a section, and true where there are more than are listed. */
export type TaskSection = { tasks: ListedTask[]; hasMore: boolean }

/** Minutes that the tasks of today are estimated at, and how many of them have no estimate. */
export type Planned = { minutes: number; unestimated: number }

/** Adds up today's plan: its open tasks, and those that were done today. */
export const plannedTime = (tasks: Pick<ListedTask, 'estimated_minutes'>[]): Planned => ({
  minutes: tasks.reduce((sum, { estimated_minutes }) => sum + (estimated_minutes ?? 0), 0),
  unestimated: tasks.filter(({ estimated_minutes }) => estimated_minutes === null).length,
})

const byPlace = (a: ListedTask, b: ListedTask) =>
  (a.date ?? '').localeCompare(b.date ?? '') || a.position - b.position || a.id.localeCompare(b.id)

const latestDateFirst = (a: ListedTask, b: ListedTask) =>
  (b.date ?? '').localeCompare(a.date ?? '') || a.position - b.position || a.id.localeCompare(b.id)

const latestDoneFirst = (a: ListedTask, b: ListedTask) =>
  (b.completed_at ?? 0) - (a.completed_at ?? 0) || a.id.localeCompare(b.id)

const orders = {
  overdue: latestDateFirst,
  today: byPlace,
  ahead: byPlace,
  someday: byPlace,
  done: latestDoneFirst,
} as const

export const focusPage = async (db: D1Database, userId: string, { today }: Pick<LocalNow, 'today'>) => {
  const rows = await focusTasks(db, userId, today)
  const sectionOf = (name: keyof typeof limits): TaskSection => {
    const tasks = rows.filter(({ section }) => section === name).sort(orders[name])
    return { tasks: tasks.slice(0, limits[name]), hasMore: tasks.length > limits[name] }
  }
  const [overdue, todays, ahead] = [sectionOf('overdue'), sectionOf('today'), sectionOf('ahead')]
  const [someday, done] = [sectionOf('someday'), sectionOf('done')]
  return { today, overdue, todays, ahead, someday, done, planned: plannedTime([...todays.tasks, ...done.tasks]) }
}

export type FocusPage = Awaited<ReturnType<typeof focusPage>>
