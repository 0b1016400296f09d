import { z } from 'zod'
import { listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { filingChoices } from '../lib/resource/choices'
import { pageOfTasks } from './queries'
import { taskPriority, taskStatus } from './schema'

const pageSize = 50

const short = z.string().max(100).catch('')

/** Query of `/tasks/all`. An invalid value counts as none. */
export const TasksView = z.object({
  ...listView,
  status: taskStatus.or(z.literal('')).catch(''),
  priority: taskPriority.or(z.literal('')).catch(''),
  project: short,
  goal: short,
  date: z.enum(['', 'none']).catch(''),
})
export type TasksView = z.infer<typeof TasksView>

export const tasksPage = async (db: D1Database, userId: string, org: Org, view: TasksView) => {
  const { project: project_id, goal: goal_id, ...filter } = view
  const [{ rows, next }, choices] = await Promise.all([
    pageOfTasks(db, userId, org, { ...filter, project_id, goal_id }, pageSize),
    filingChoices(db, userId, org, ['goal_id', 'project_id']),
  ])
  return { view, rows, choices, next }
}

export type TasksPage = Awaited<ReturnType<typeof tasksPage>>
