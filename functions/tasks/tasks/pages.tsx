import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { taskPath } from '../../../views/tasks/tasks/actions'
import { TaskList } from '../../../views/tasks/tasks/all'
import { Focus, FocusPage } from '../../../views/tasks/tasks/focus'
import { ProjectTaskRows } from '../../../views/tasks/tasks/of-project'
import { TaskSource } from '../../../views/tasks/tasks/quick-add'
import { type PageTimerProps, TaskItem } from '../../../views/tasks/tasks/row'
import { TaskHead, TaskPage } from '../../../views/tasks/tasks/task'
import { PersonActionRows, SourceActionRows, WithPeopleList } from '../../../views/tasks/tasks/with-people'
import { linkedMessage, type ToastProps } from '../../../views/ui/toast'
import { timerVersion } from '../../apps/app-rules/figures-version'
import { readTotal } from '../../ledger/facts'
import { billingOf } from '../../ledger/rates'
import { allTimeFilter } from '../../ledger/resolve-subject'
import { noTime } from '../../ledger/schema'
import { freeDay } from '../../ledger/streaks'
import { type App, localNow, todayOf } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { notify, pageOnScreen, pathUnlessBelow, regionOnScreen, respond, wantsFragment } from '../../lib/http/respond'
import { allOrgs } from '../../lib/org'
import { kindPages } from '../../lib/resource/kind-pages'
import { type FieldsProps, verbs, writeUndoPath } from '../../lib/resource/listed-pages'
import type { CompletedWrite } from '../../lib/resource/resource-pages'
import { dateText, wallClock } from '../../lib/text/format'
import { daysOff } from '../../time/days-off/queries'
import { taskTime } from '../../time/task-time/read'
import { activeTimer } from '../../time/timer/queries'
import { focusPage } from './focus/page'
import { itemsOfPerson, tasksOfProject, tasksPage, WithPeopleView, withPeoplePage } from './page-data'
import { task as findTask, itemsOfSource, titleInToast } from './queries'
import { taskResource } from './resource'
import { type ListedTask, NewTaskForm, type NewTaskValues, taskFields, taskKind, taskOrigin, taskOwner } from './schema'
import { dueBeforeDateLabel, isDueBeforeDate } from './words'

/** Reads the regions of `/tasks`. */
export const readFocus = async <E extends App>(c: Context<E>) => {
  const { user, org, head } = c.var
  const now = localNow(user)
  const { rest_days: restDays, daily_target_minutes } = user.preferences
  const day = { from: now.today, to: now.today }
  const [page, off, { total_seconds: tracked }] = await Promise.all([
    focusPage(c.env.DB, user.id, org, now),
    org === allOrgs ? daysOff(c.env.DB, user.id, day) : [],
    org === allOrgs ? readTotal(c.env.DB, user.id, allTimeFilter, day) : noTime,
  ])
  const isFree = freeDay(now.today, { restDays, daysOff: new Set(off) }) !== undefined
  return {
    ...page,
    version: timerVersion(head, now),
    tracked,
    // The daily target is for the tasks of all organizations. Rest days and days off have no target.
    target: org === allOrgs && !isFree ? daily_target_minutes : null,
  }
}

export const withPeoplePath = '/tasks/with-people'

const partOf = (target: string, content: Child) => (
  <hx-partial hx-target={target} hx-swap="outerMorph">
    {content}
  </hx-partial>
)

/** Render functions of the lists of tasks, by the names of their regions. */
const regions: Record<string, (c: Context<App>, query: Record<string, string>) => Promise<Child>> = {
  '/tasks': async (c) => partOf('#tasks', <Focus {...(await readFocus(c))} />),
  '/tasks/all': async (c, query) => {
    const page = await tasksPage(c.env.DB, c.var.user.id, c.var.org, query, todayOf(c))
    return <TaskList {...page} oob />
  },
  [withPeoplePath]: async (c, query) => {
    const page = await withPeoplePage(c.env.DB, c.var.user.id, c.var.org, WithPeopleView.parse(query), todayOf(c))
    return <WithPeopleList {...page} oob />
  },
  'source-actions': async (c, query) => {
    const { data: source } = taskOrigin.safeParse(query)
    if (!source) return null
    const items = await itemsOfSource(c.env.DB, c.var.user.id, source)
    // The page of a meeting lists other tasks with its people, too, and reloads them.
    if (source.type === 'meeting') notify(c, 'tasks-changed')
    return partOf('#source-actions', <SourceActionRows source={source} items={items} today={todayOf(c)} />)
  },
  'person-actions': async (c, { person = '' }) => {
    const items = await itemsOfPerson(c.env.DB, c.var.user.id, person)
    return partOf('#person-actions', <PersonActionRows person={person} items={items} today={todayOf(c)} />)
  },
  'task-page': async (c, { task: id = '' }) => {
    const [task, timer] = await Promise.all([findTask(c.env.DB, c.var.user.id, id), readTaskTimer(c)])
    return task && partOf(`#task-${id}-page`, <TaskHead task={task} timer={timer} today={todayOf(c)} />)
  },
  'project-tasks': async (c, { project = '' }) => {
    const tasks = await tasksOfProject(c.env.DB, c.var.user.id, c.var.org, project)
    return partOf('#project-tasks', <ProjectTaskRows {...tasks} project={project} today={todayOf(c)} />)
  },
}

/** Renders the list on screen; null on pages without a list. */
const listOnScreen = (c: Context<App>) => {
  for (const [name, list] of Object.entries(regions)) {
    const query = regionOnScreen(c, name)
    if (query) return list(c, Object.fromEntries(query))
  }
  return null
}

/** Renders the list on screen. Pages without a list get an event to reload their figures. */
const changedList = async (c: Context<App>) => {
  const list = listOnScreen(c)
  if (!list) notify(c, 'tasks-changed')
  return list
}

type Change = { toast?: ToastProps; page?: string; more?: Child }

const lists = ['/tasks', '/tasks/all', withPeoplePath]

/** The list that sent the request. From a task's page, the list before it, because the task may be gone. */
const listBefore = (c: Context) => {
  const page = pageOnScreen(c)
  return page && lists.includes(page.pathname) ? page.pathname + page.search : pathUnlessBelow(c, '/tasks')
}

/** Responds to a write of tasks. `page` is for browsers without script. */
export const respondTasksChanged = <E extends App>(c: Context<E>, { toast, page, more }: Change) =>
  respond(c, {
    toast,
    page: page ?? listBefore(c),
    fragments: async () => [more, await changedList(c as unknown as Context<App>)],
  })

/** True if the request comes from the page that plans a day; the response returns to it. */
export const isPlanning = (c: Context) => pageOnScreen(c)?.pathname === '/plan'

/** Data of the timer on a task's page. */
export const readTaskTimer = async <E extends App>(c: Context<E>): Promise<Omit<PageTimerProps, 'task'>> => {
  const { id, preferences } = c.var.user
  const timer = await activeTimer(c.env.DB, id)
  return { timer, zone: preferences.time_zone, clock: preferences.clock }
}

const answer = (c: Context<App>, done: CompletedWrite<ListedTask>) => {
  const { action, before, values } = done
  const isMade = action === 'edit' && values?.status === 'done' && before?.status !== 'done' && values.repeat !== 'none'
  const name = before ? titleInToast({ ...before, ...values }) : 'Task'
  const at = action === 'edit' && values?.at !== before?.at && values?.at
  const verb = at ? `planned for ${wallClock(at, c.var.user.preferences.clock)}` : verbs[action]
  const message = isMade ? `${name} done. It was planned again` : `${name} ${verb}`
  const day = values?.date ? `for ${dateText(values.date, todayOf(c))}` : 'to Someday'
  const added = action === 'add' && values && linkedMessage(`Task added ${day}`, taskPath(done.id), values.title)
  const { owner, date } = submittedText(c)
  const list = owner && !date ? withPeoplePath : '/tasks'
  const page = action === 'add' && !isPlanning(c) ? list : undefined
  const emptied = action === 'add' && <div id="new-task" hx-swap-oob="true" />
  const toast = { ...(added || { message }), ...writeUndoPath('/tasks', done), ...done.toast }
  return respondTasksChanged(c, { toast, more: emptied, page })
}

/** Owner of the action item that a form edits; null for other tasks. */
const ownerIn = (c: Context<App>, { row, draft }: Omit<FieldsProps<ListedTask>, 'idPrefix'>) => {
  const linked = taskOwner.safeParse(c.req.query('owner')).data
  const typed = taskOwner.safeParse(draft?.values.owner).data ?? (draft?.errors.owner && 'me')
  return row?.owner ?? typed ?? linked ?? null
}

export const { pages: taskPages, routes: taskRoutes } = kindPages<
  ListedTask,
  NewTaskValues,
  Awaited<ReturnType<typeof readFocus>>
>({ ...taskKind, NewForm: NewTaskForm }, taskResource, {
  read: readFocus,
  view: (page) => <FocusPage {...page} />,
  // `answer` responds with the list on screen instead.
  list: () => null,
  item: (task, c) => <TaskItem task={task} today={todayOf(c)} />,
  above: (props) => <TaskSource {...props} />,
  fieldsOf: (c, props) =>
    taskFields(ownerIn(c, props), props.row && isDueBeforeDate(props.row) ? dueBeforeDateLabel : undefined),
  show: async (c, task) => {
    if (wantsFragment(c)) {
      // After a cancelled edit the row is rendered by its list.
      const list = await listOnScreen(c)
      if (list) return c.render(list)
      const running = (await readTaskTimer(c)).timer?.task_id ?? undefined
      return c.render(<TaskItem task={task} today={todayOf(c)} running={running} />)
    }
    const [time, timer, billing] = await Promise.all([
      taskTime(c, task),
      readTaskTimer(c),
      billingOf(c.env.DB, c.var.user.id, `task:${task.id}`, todayOf(c)),
    ])
    return c.render(<TaskPage task={task} time={time} timer={timer} billing={billing} />, { title: task.title })
  },
  answer,
})
