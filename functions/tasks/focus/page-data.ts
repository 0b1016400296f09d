import type { LocalNow } from '../../lib/now'
import type { Org } from '../../lib/org'
import type { ListedTask } from '../schema'
import { focusTasks } from './queries'

/** The first tasks of today are in focus. */
export const inFocus = 3

/** Minutes that the tasks of today are estimated at, and how many of them have no estimate. */
export type Planned = { minutes: number; unestimated: number }

/** Adds up today's plan: its open tasks, and those that were done today. */
export const plannedTime = (tasks: Pick<ListedTask, 'estimated_minutes'>[]): Planned => ({
  minutes: tasks.reduce((sum, { estimated_minutes }) => sum + (estimated_minutes ?? 0), 0),
  unestimated: tasks.filter(({ estimated_minutes }) => estimated_minutes === null).length,
})

/** The id of the task that the timer runs for, and the task where it is done: the person is asked to stop the timer. */
export const runningOf = (running: ListedTask | undefined) => ({
  running: running?.id,
  doneWhileRunning: running?.status === 'done' ? running : null,
})

export const focusPage = async (db: D1Database, userId: string, org: Org, { today }: Pick<LocalNow, 'today'>) => {
  const { running, ...sections } = await focusTasks(db, userId, org, today)
  return {
    today,
    ...sections,
    planned: plannedTime([...sections.todays.tasks, ...sections.done.tasks]),
    ...runningOf(running),
  }
}

export type FocusPage = Awaited<ReturnType<typeof focusPage>>
