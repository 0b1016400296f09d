import { z } from 'zod'
import { afterAllIds } from '../lib/api/list'
import { idInView, searchLimit } from '../lib/list-view'
import type { Org } from '../lib/org'
import { matchExpression } from '../lib/search/match'
import { cleanText } from '../lib/text'
import { type TaskChoice, taskChoices, tasksPageBefore } from './queries'
import { type ListedTask, taskPriority, taskStatus } from './schema'

const pageSize = 50

const short = z.string().max(100).catch('')

/** Query of `/tasks/all`. An invalid value counts as none. */
export const TasksView = z.object({
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  status: taskStatus.or(z.literal('')).catch(''),
  priority: taskPriority.or(z.literal('')).catch(''),
  project: short,
  goal: short,
  date: z.enum(['', 'none']).catch(''),
  after: idInView,
})
export type TasksView = z.infer<typeof TasksView>

export type TasksPage = { view: TasksView; tasks: ListedTask[]; choices: TaskChoice[]; next?: string }

export const tasksPage = async (db: D1Database, userId: string, org: Org, view: TasksView): Promise<TasksPage> => {
  const { q, status, priority, project, goal, date, after } = view
  const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'task' })
  const filter = {
    cursor: after || afterAllIds,
    status: status || undefined,
    priority: priority || undefined,
    date: date || undefined,
    project_id: project || undefined,
    goal_id: goal || undefined,
    match,
  }
  const [{ rows: tasks, next }, choices] = await Promise.all([
    q !== '' && match === undefined
      ? { rows: [], next: undefined }
      : tasksPageBefore(db, userId, org, filter, pageSize),
    taskChoices(db, userId, org),
  ])
  return { view, tasks, choices, next }
}

export const isFiltered = ({ after: _, ...filters }: TasksView) => Object.values(filters).some((value) => value !== '')

/** Path of the list with its filters. @param after cursor */
export const tasksPath = ({ after: _, ...filters }: Partial<TasksView>, after = '') => {
  const search = new URLSearchParams(Object.entries({ ...filters, after }).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/tasks/all?${search}` : '/tasks/all'
}
