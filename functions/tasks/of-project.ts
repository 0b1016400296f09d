import { allOrgs, type Org } from '../lib/org'
import { part, type SqlPart } from '../lib/sql'
import { runningTask, sectionOf } from './focus/queries'
import { isListedTask, isOpenTask } from './queries'

/** Tasks that a project's page lists of each kind. */
const limits = { upcoming: 15, someday: 5, done: 5 } as const

/** The open tasks of a project, those of someday last, and the ones done last, with the id of the one that runs. */
export const tasksOfProject = async (db: D1Database, userId: string, org: Org, id: string) => {
  const ofProject = part`AND tasks.project_id = ${id}`
  const open = part`${ofProject} AND ${isOpenTask} AND tasks.date`
  const section = (condition: SqlPart, limit: number) => sectionOf(db, userId, allOrgs, condition, limit)
  const [upcoming, someday, done, running] = await Promise.all([
    section(part`${open} IS NOT NULL ORDER BY tasks.date, tasks.position, tasks.id`, limits.upcoming),
    section(part`${open} IS NULL ORDER BY tasks.position, tasks.id`, limits.someday),
    section(
      part`${ofProject} AND tasks.status = 'done' AND ${isListedTask} ORDER BY tasks.completed_at DESC`,
      limits.done,
    ),
    runningTask(db, userId, org),
  ])
  return {
    open: [...upcoming.tasks, ...someday.tasks],
    done: done.tasks,
    hasMore: upcoming.hasMore || someday.hasMore || done.hasMore,
    running: running?.id,
  }
}
export type TasksOfProject = Awaited<ReturnType<typeof tasksOfProject>>
