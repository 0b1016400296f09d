import type { LocalNow } from '../../lib/now'
import type { Org } from '../../lib/org'
import type { ListedTask } from '../schema'
import { focusTasks, limits } from './queries'

/** The first tasks of today are in focus. */
export const inFocus = 3

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

type Focused = Awaited<ReturnType<typeof focusTasks>>[number]

/** The timer runs for a task that is done: the person is asked to stop it. */
export const doneWhileRunning = (tasks: Focused[]): ListedTask | null =>
  tasks.find(({ section, status }) => section === 'running' && status === 'done') ?? null

/** Id of the task that the timer runs for. */
export const runningTask = (tasks: Focused[]) => tasks.find(({ section }) => section === 'running')?.id

export const focusPage = async (db: D1Database, userId: string, org: Org, { today }: Pick<LocalNow, 'today'>) => {
  const rows = await focusTasks(db, userId, org, today)
  const listed = (
    name: keyof typeof limits,
    isListed: (task: Focused) => boolean,
    order: typeof byPlace,
  ): TaskSection => {
    const tasks = rows.filter(isListed).sort(order)
    return { tasks: tasks.slice(0, limits[name]), hasMore: tasks.length > limits[name] }
  }
  const isIn = (name: Focused['section']) => (task: Focused) => task.section === name
  const isUpcoming = isIn('upcoming')
  const todays = listed('today', (task) => isUpcoming(task) && task.date === today, byPlace)
  const done = listed('done', isIn('done'), latestDoneFirst)
  return {
    today,
    todays,
    done,
    overdue: listed('overdue', isIn('overdue'), latestDateFirst),
    ahead: listed('ahead', (task) => isUpcoming(task) && task.date !== today, byPlace),
    someday: listed('someday', isIn('someday'), byPlace),
    planned: plannedTime([...todays.tasks, ...done.tasks]),
    running: runningTask(rows),
    doneWhileRunning: doneWhileRunning(rows),
  }
}

export type FocusPage = Awaited<ReturnType<typeof focusPage>>

/** The tasks in focus, from those of `firstTasks`. */
export const focusOf = (rows: Focused[]) => ({
  tasks: rows.filter(({ section }) => section === 'upcoming').sort(byPlace),
  running: runningTask(rows),
  doneWhileRunning: doneWhileRunning(rows),
})
