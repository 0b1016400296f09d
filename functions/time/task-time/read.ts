import type { Context } from 'hono'
import { type App, todayOf } from '../../lib/env'
import { readLatestSessions } from '../sessions/few-sessions'

type TimedTask = {
  id: string
  project_id: string | null
  goal_id: string | null
  tracked_seconds: number
  estimated_minutes: number | null
  completed_at: number | null
}

const sessionLimit = 10

/** The time of a task and its sessions, for the task's page. */
export const taskTime = async <E extends App>(c: Context<E>, task: TimedTask) => {
  const { id, preferences: reader } = c.var.user
  return {
    ...(await readLatestSessions(c.env.DB, id, [`task:${task.id}`], sessionLimit)),
    task,
    today: todayOf(c),
    reader,
  }
}
export type TaskTimeData = Awaited<ReturnType<typeof taskTime>>
