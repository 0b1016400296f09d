import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { lineLimit, QuickAdd } from '../../../views/tasks/tasks/quick-add'
import { TaskPageTimer } from '../../../views/tasks/tasks/row'
import { TaskTime } from '../../../views/time/task-time/time'
import { Parts } from '../../../views/ui/line'
import { timelinePath } from '../../../views/ui/links'
import type { ToastProps } from '../../../views/ui/toast'
import { commit } from '../../lib/db/sql'
import { type App, type Loaded, loads, localNow, todayOf } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { cameFrom, fragmentsWith, wantsFragment } from '../../lib/http/respond'
import { moved, moveOf } from '../../lib/http/selection'
import { filingFields } from '../../lib/resource/filing'
import { typedOf } from '../../lib/resource/kind'
import { setLatest } from '../../lib/resource/resource'
import { dateText, dayMonth } from '../../lib/text/format'
import { firstCharacters, isolated } from '../../lib/text/text'
import { addDays, isDate } from '../../lib/time/days'
import { dateAfter } from '../../lib/time/repeat'
import { undoesProject, undoOf } from '../../line/queries'
import { lineField, lineRoutes } from '../../line/routes'
import { taskTime } from '../../time/task-time/read'
import { interpretAction } from './action-line'
import { addLineTask } from './add-line'
import { arrange, moveTasks } from './focus/arrange'
import { openTasks } from './focus/queries'
import { interpretTask } from './line'
import { taskPages, tasksChanged, timerOf, withPeoplePath } from './pages'
import { task, titleInToast } from './queries'
import { taskResource } from './resource'
import {
  isOpen,
  type ListedTask,
  sourceFields,
  sourcePath,
  sourceType,
  type TaskStatus,
  taskKind,
  taskOwner,
  taskStatus,
} from './schema'

type WithTask = Loaded<'task', ListedTask>

const loadTask = loads('task', (c, id) => task(c.env.DB, c.var.user.id, id))

const noDay = {
  status: 422,
  code: 'invalid',
  title: 'Invalid day',
  detail: 'Plan a task for today, tomorrow or someday.',
} as const

/** `“Water the plants” done. Next on 28 February` */
const doneText = (task: ListedTask, today: string) => {
  const next = task.status === 'done' ? null : dateAfter(task, today)
  return `${titleInToast(task)} done${next ? `. Next on ${dayMonth(next, today)}` : ''}`
}

const changeStatus = async (c: Context<WithTask>, status: TaskStatus, message: string, undo?: string) => {
  const answer = fragmentsWith(c, () => tasksChanged(c, { toast: { message, undo } }))
  return (await setLatest(c, taskResource, c.var.task, { status })) ? answer() : c.notFound()
}

/** Status of a task before it was done. */
const statusBefore = taskStatus.exclude(['done']).catch('todo')

/** Dates that a task can be planned for by one tap. An overdue action item is planned for today. */
const dayOf = ({ due_date }: ListedTask, to: string, today: string) =>
  new Map([
    ['today', today],
    ['tomorrow', addDays(today, 1)],
    ['due', due_date !== null && due_date > today ? due_date : today],
    ['someday', null],
  ]).get(to)

/** Plans the latest version of an open task for another date. */
const plan = async (c: Context<WithTask>, date: string | null, toast: ToastProps) => {
  const { DB } = c.env
  const { task, user } = c.var
  const answer = fragmentsWith(c, () => tasksChanged(c, { toast }))
  if (task.date === date || !isOpen(task.status)) return answer()
  return (await commit(DB, user.id, ['stats'], moveTasks(DB, user.id, [task], date, Date.now())))
    ? answer()
    : c.notFound()
}

/** `/tasks/:id/…` */
export const taskActions = new Hono<App>()
  .use('/:id/delete', undoesProject)
  .get('/:id/timer', loadTask, async (c) => {
    const { task } = c.var
    if (!wantsFragment(c)) return c.redirect(pathTo`/tasks/${task.id}`, 303)
    const [time, timer] = await Promise.all([taskTime(c, task), timerOf(c)])
    return c.render(
      <>
        <TaskPageTimer task={task} {...timer} />
        <hx-partial hx-target="#task-time" hx-swap="outerMorph">
          <TaskTime {...time} />
        </hx-partial>
      </>,
    )
  })

  .post('/:id/complete', loadTask, (c) => {
    const { task, user } = c.var
    const undo = isOpen(task.status) ? pathTo`/tasks/${task.id}/reopen?status=${task.status}` : undefined
    return changeStatus(c, 'done', doneText(task, localNow(user).today), undo)
  })

  .post('/:id/reopen', loadTask, (c) =>
    changeStatus(c, statusBefore.parse(c.req.query('status')), `${titleInToast(c.var.task)} reopened`),
  )

  .post('/:id/schedule', loadTask, (c) => {
    const { task, user } = c.var
    const { today } = localNow(user)
    const date = dayOf(task, submittedText(c).to ?? c.req.query('to') ?? '', today)
    if (date === undefined) throw new ProblemError(noDay)
    const before = task.date === null ? '' : `?date=${task.date}`
    const undo = task.date === date ? undefined : pathTo`/tasks/${task.id}/schedule/undo` + before
    return plan(c, date, { message: `${titleInToast(task)} planned for ${dateText(date, today)}`, undo })
  })

  .post('/:id/schedule/undo', loadTask, (c) => {
    const { date = '' } = c.req.query()
    const title = titleInToast(c.var.task)
    if (!isDate(date)) return plan(c, null, { message: `${title} no longer planned` })
    return plan(c, date, { message: `${title} planned for ${dateText(date, todayOf(c))} again` })
  })

  .post('/:id/move', async (c) => {
    const id = c.req.param('id')
    let said = ''
    const answer = fragmentsWith(c, async () => tasksChanged(c, { said }))
    const isThere = await arrange(
      c,
      () => openTasks(c.env.DB, c.var.user.id, c.var.org, { id }),
      (tasks) => {
        const task = tasks.find((one) => one.id === id)
        if (!task) return null
        const order = moved(tasks, task, moveOf(c, 'a task'))
        said = `${task.title}: ${order.indexOf(task) + 1} of ${order.length}`
        return order
      },
    )
    return isThere ? answer() : c.notFound()
  })

/** True for the line of an action item, whose address says so. */
const isAction = (c: Context<App>) => taskOwner.safeParse(c.req.query('owner')).success

/** The day that the page of the line is about. */
const lineDate = (c: Context<App>) => {
  const { date = '' } = c.req.query()
  return isDate(date) ? date : null
}

/** Rows that the page of the line is about, by its hidden fields. */
const filedBy = ({ project_id, source_type, source_id }: Record<string, string>) => ({
  project_id: project_id || null,
  source_type: sourceType.safeParse(source_type).data ?? null,
  source_id: source_id || null,
})

const quickLine = (c: Context<App>, { project_id, source_type: type, source_id: id }: ReturnType<typeof filedBy>) => ({
  project: project_id ?? '',
  source: type && id ? { type, id } : null,
  withPeople: isAction(c),
  date: lineDate(c),
})

/** `/tasks/quick`, and with `?owner=me` the line of an action item */
export const quickAdd = lineRoutes({
  title: 'New task',
  field: 'line',
  schema: z.object({
    line: lineField(lineLimit, 'Enter a title'),
    project_id: filingFields.project_id,
    ...sourceFields,
  }),
  limit: lineLimit,
  read: async (c, line, typed) => {
    const filed = filedBy(typed)
    const [task, refused] = await Promise.all([
      isAction(c) ? interpretAction(c, line) : interpretTask(c, line, { ...filed, date: lineDate(c) }, typed),
      taskResource.validate?.(c.env.DB, c.var.user.id, { title: '', ...filed }, null, c),
    ])
    return { ...task, errors: [...task.errors, ...Object.values(refused ?? {}).flatMap((messages) => messages ?? [])] }
  },
  preview: (read) => <Parts id="task-understood" parts={read?.parts} />,
  again: (c, typed, { values, parts, ...more }, errors) => {
    if (wantsFragment(c) || errors) {
      const creatable = 'creatable' in more ? more.creatable : undefined
      return <QuickAdd {...quickLine(c, filedBy(typed))} {...{ errors, parts, creatable }} value={typed.line} />
    }
    const { source_type, source_id } = typed
    const texts = Object.entries({ ...typedOf(taskKind, values), source_type, source_id }).map(([name, value]) => [
      name,
      value ?? '',
    ])
    return taskPages.newForm(c, { values: Object.fromEntries(texts), errors: {} })
  },
  add: async (c, id, task, { project_id = null, source_type = null, source_id = null }) => {
    const { source, ...line } = quickLine(c, { project_id, source_type, source_id })
    const ofDay = line.date ? timelinePath(line.date) : '/tasks'
    const list = source ? sourcePath(source) : isAction(c) ? withPeoplePath : ofDay
    const before = cameFrom(c, '/tasks')
    const page = before.startsWith('/review/') ? before : project_id ? pathTo`/projects/${project_id}` : list
    const title = isolated(firstCharacters(task.values.title, 60))
    const toast = {
      message: `${task.added}: ${title}`,
      undo: undoOf(pathTo`/tasks/${id}/delete`, 'creates' in task ? task.creates : undefined),
    }
    const more = <QuickAdd {...line} source={source} focused />
    const answer = fragmentsWith(c, () => tasksChanged(c, { toast, more, page }))
    const isAdded = await addLineTask(c, id, { ...task, values: { ...task.values, source_type, source_id } })
    return isAdded ? answer() : ['Nothing was added. Try again.']
  },
})
