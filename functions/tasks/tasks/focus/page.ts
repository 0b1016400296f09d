import type { LocalNow } from '../../../lib/env'
import type { Org } from '../../../lib/org'
import type { ListedTask } from '../schema'
import { focusTasks } from './queries'

export const focusPage = async (db: D1Database, userId: string, org: Org, { today }: Pick<LocalNow, 'today'>) => {
  const { running, ...sections } = await focusTasks(db, userId, org, today)
  return {
    today,
    ...sections,
    overdue: { ...sections.overdue, tasks: sections.overdue.tasks.toReversed() },
    ...runningOf(running),
  }
}

export type FocusPage = Awaited<ReturnType<typeof focusPage>>

/** Id of the task that the timer runs for. `doneWhileRunning`: the task if it is done, to ask about the timer. */
const runningOf = (running: ListedTask | undefined) => ({
  running: running?.id,
  doneWhileRunning: running?.status === 'done' ? running : null,
})
