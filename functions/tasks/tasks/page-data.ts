import { z } from 'zod'
import { isListedTask, isOpenTask } from '../../ledger/tasks'
import { columnsAre } from '../../lib/db/conditions'
import { part, type SqlPart } from '../../lib/db/sql'
import { choiceParameter, idParameter, listView } from '../../lib/http/list-view'
import { allOrgs, type Org } from '../../lib/org'
import { filingChoices, filingNamesOf, personChoices } from '../../lib/resource/filing-choices'
import { addDays } from '../../lib/time/days'
import { readTaskSection, runningTask } from './focus/queries'
import { pageOfItems, pageOfTasks } from './queries'
import { taskKind, taskOwner, taskPriority } from './schema'

const pageSize = 50

/** A page of `/tasks/all` for a query. The default status is open. */
export const tasksPage = async (db: D1Database, userId: string, org: Org, query: object, today: string) => {
  const view: Record<string, string> = taskKind.View.parse(query)
  const { status: shown, ...filter } = taskKind.filterOf(view)
  const [status, open] = [shown === 'any' ? '' : shown, shown === '' ? today : undefined]
  const [{ rows, next }, choices] = await Promise.all([
    pageOfTasks(db, userId, org, { ...filter, status, isListed: false, today: open }, pageSize),
    filingChoices(db, userId, org, ['goal_id', 'project_id']),
  ])
  const options = { project_id: filingNamesOf(choices, 'project_id'), goal_id: filingNamesOf(choices, 'goal_id') }
  return { view, rows, options, next, today }
}

export type TasksPage = Awaited<ReturnType<typeof tasksPage>>

/** Maximum number of open action items on a person's page. */
const shownItems = 12

/** Open action items with a person: tasks that the person owes, and tasks for the person. */
export const itemsOfPerson = async (db: D1Database, userId: string, person_id: string) => {
  const { rows } = await pageOfItems(db, userId, allOrgs, { isDone: false, person_id }, shownItems)
  return {
    mine: rows.filter(({ owner }) => owner === 'me'),
    theirs: rows.filter(({ owner }) => owner === 'person'),
  }
}

export type ItemsOfPerson = Awaited<ReturnType<typeof itemsOfPerson>>

/** Query of `/tasks/with-people`. Invalid values are ignored. */
export const WithPeopleView = z.object({
  ...listView,
  show: choiceParameter(['overdue', 'week', 'done']),
  owner: choiceParameter(taskOwner.options),
  person: idParameter,
  priority: choiceParameter(taskPriority.options),
})
export type WithPeopleView = z.infer<typeof WithPeopleView>

/** Number of days after today that count as this week. */
const daysAhead = 6

const untilOf = ({ show }: WithPeopleView, today: string) =>
  show === 'overdue' ? addDays(today, -1) : show === 'week' ? addDays(today, daysAhead) : undefined

export const withPeoplePage = async (db: D1Database, userId: string, org: Org, view: WithPeopleView, today: string) => {
  const { show, person: person_id, ...filter } = view
  const isDone = filter.q !== '' && show === '' ? undefined : show === 'done'
  const [{ rows, next }, people] = await Promise.all([
    pageOfItems(db, userId, org, { ...filter, isDone, due_until: untilOf(view, today), person_id }, pageSize),
    personChoices(db, userId, org, view.person),
  ])
  return { view, rows, next, people, today }
}

export type WithPeoplePage = Awaited<ReturnType<typeof withPeoplePage>>

/** Maximum number of tasks of each kind on a project's page. */
const limits = { upcoming: 15, someday: 5, done: 5 } as const

/** Open tasks of a project (without a date last), recently completed ones, and the id of the running task. */
export const tasksOfProject = async (db: D1Database, userId: string, org: Org, id: string) => {
  const ofProject = columnsAre('tasks', { project_id: id })
  const open = part`${ofProject} AND ${isOpenTask} AND tasks.date`
  const section = (condition: SqlPart, limit: number) => readTaskSection(db, userId, allOrgs, condition, limit)
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
