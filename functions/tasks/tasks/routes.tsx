import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { TasksPage } from '../../../views/tasks/tasks/all'
import { EstimateForm } from '../../../views/tasks/tasks/estimate'
import { FocusPage } from '../../../views/tasks/tasks/focus'
import { TaskPageTimer } from '../../../views/tasks/tasks/row'
import { WithPeoplePage } from '../../../views/tasks/tasks/with-people'
import { TaskTime } from '../../../views/time/task-time/time'
import type { ToastProps } from '../../../views/ui/toast'
import { deleteAct, idsOf, moveAct, planAct, tagAct } from '../../changes/acts'
import { runUndoable } from '../../changes/run'
import { selectedRoutes } from '../../changes/selected'
import { commit, textsColumn } from '../../lib/db/sql'
import { type App, type Loaded, localNow, rowLoader, rowUndo, todayOf } from '../../lib/env'
import { form, submittedText } from '../../lib/http/form'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { notify, pathUnlessBelow, prefetchFragments, redirectTo, wantsFragment } from '../../lib/http/respond'
import { moveItem, moveOf, orderOf, outdatedOrder, sortByIds } from '../../lib/http/selection'
import { setLatest } from '../../lib/resource/resource'
import { setRows } from '../../lib/resource/row-writes'
import { dateText, dayMonth, plural } from '../../lib/text/format'
import { addDays, isDate } from '../../lib/time/days'
import { undoLineProject } from '../../line/queries'
import { taskTime } from '../../time/task-time/read'
import { moveTasks, reorderTasks } from './focus/arrange'
import { type OrderedTask, openTasks, overdueTasks } from './focus/queries'
import { tasksPage, WithPeopleView, withPeoplePage } from './page-data'
import { readFocus, readTaskTimer, respondTasksChanged, taskRoutes } from './pages'
import { task, titleInToast } from './queries'
import { quickAdd } from './quick-add/routes'
import { taskResource } from './resource'
import { isOpen, type ListedTask, TaskRow, type TaskStatus, taskKind, taskStatus } from './schema'
import { taskSteps } from './step-routes'
import { nextDates } from './writes'

const renderFocus = async (c: Context<App>, errors: string[]) =>
  c.render(<FocusPage {...(await readFocus(c))} errors={errors} />, { title: 'Tasks' })

const carryAll = async (c: Context<App>) => {
  const { user, org } = c.var
  const toast: ToastProps = { message: 'Nothing to carry over' }
  const answer = prefetchFragments(c, async () => respondTasksChanged(c, { toast, page: '/tasks' }))
  await runUndoable<{ refused: true }>(
    c.env.DB,
    user.id,
    async (instant) => {
      const { today } = localNow(user, instant)
      const tasks = await overdueTasks(c.env.DB, user.id, org, today)
      if (tasks.length === 0) return { refused: true }
      toast.message = `${plural(tasks.length, 'task')} planned for today`
      return {
        kind: 'edit',
        summary: toast.message,
        touched: { planned_tasks: idsOf(tasks) },
        writes: moveTasks(c.env.DB, user.id, tasks, today, instant),
      }
    },
    ({ id }) => {
      toast.undo = undoPath(id)
    },
  )
  return answer()
}

type Selected = Pick<TaskRow, 'id' | 'status' | 'date'>

/** `POST /tasks/selected` */
export const selectedTasks = selectedRoutes({
  kind: 'task',
  schema: TaskRow.pick({ id: true, project_id: true, status: true, date: true }).extend({ tags: textsColumn }),
  answer: (c, toast) => respondTasksChanged(c, { toast }),
  acts: {
    move: moveAct('task'),
    tag: tagAct('task'),
    plan: planAct<Selected>('Someday', ({ db, userId, now }, rows, date) => {
      const tasks = rows.filter((task) => isOpen(task.status) && task.date !== date)
      return {
        ids: idsOf(tasks),
        done: 'Planned',
        to: ` for ${dateText(date, now.today)}`,
        touched: { planned_tasks: idsOf(tasks) },
        writes: moveTasks(db, userId, tasks, date, now.instant),
      }
    }),
    delete: deleteAct<Selected>('task', ({ db, userId, now: { instant } }, rows) => [
      setRows(db, 'tasks', userId, idsOf(rows), { deleted_at: instant }, instant),
    ]),
  },
})

type WithTask = Loaded<'task', ListedTask>

const loadTask = rowLoader('task', task)

const noDay = {
  status: 422,
  code: 'invalid',
  title: 'Invalid day',
  detail: 'Plan a task for today, tomorrow or someday.',
} as const

/** `“Water the plants” done. Next on 28 February` */
const doneText = (task: ListedTask, today: string) => {
  const next = task.status === 'done' ? null : nextDates(task, today)
  return `${titleInToast(task)} done${next ? `. Next on ${dayMonth(next.on, today)}` : ''}`
}

const changeStatus = async (c: Context<WithTask>, status: TaskStatus, message: string, undo?: string) => {
  const answer = prefetchFragments(c, () => respondTasksChanged(c, { toast: { message, undo } }))
  return (await setLatest(c, taskResource, c.var.task, { status })) ? answer() : c.notFound()
}

/** Path of the Undo that reopens a task; undefined if the task was not open. */
const reopensTo = ({ id, status }: ListedTask) =>
  isOpen(status) ? pathTo`/tasks/${id}/reopen?status=${status}` : undefined

/** Former status of a done task, for an Undo. */
const statusBefore = taskStatus.exclude(['done']).catch('todo')

/** Date to plan a task for by one tap, from its name or a date. An overdue action item is planned for today. */
const dayOf = ({ due_date }: ListedTask, to: string, today: string) =>
  isDate(to)
    ? to
    : new Map([
        ['today', today],
        ['tomorrow', addDays(today, 1)],
        ['due', due_date !== null && due_date > today ? due_date : today],
        ['someday', null],
      ]).get(to)

const EstimateOf = z.object({ estimated_minutes: taskKind.fields.estimated_minutes.member.unwrap() })

/** Moves an open task, in its latest version, to another date. */
const plan = async (c: Context<WithTask>, date: string | null, toast: ToastProps) => {
  const { DB } = c.env
  const { task, user } = c.var
  const answer = prefetchFragments(c, () => respondTasksChanged(c, { toast }))
  if (task.date === date || !isOpen(task.status)) return answer()
  return (await commit(DB, user.id, ['stats'], moveTasks(DB, user.id, [task], date, Date.now())))
    ? answer()
    : c.notFound()
}

/** Reorders open tasks of a date, with Undo and a message about the moved task; null if `plan` refuses. */
const reorder = async <E extends App>(
  c: Context<E>,
  of: Parameters<typeof openTasks>[3],
  plan: Parameters<typeof reorderTasks>[2],
  canUndo = true,
) => {
  const toast: ToastProps = { message: 'Tasks reordered' }
  const answer = prefetchFragments(c, async () => respondTasksChanged(c, { toast }))
  const read = () => openTasks(c.env.DB, c.var.user.id, c.var.org, of)
  const isThere = await reorderTasks(c, read, (tasks) => {
    const planned = plan(tasks)
    const place = planned?.order.findIndex(({ id }) => id === planned.movedId) ?? -1
    const task = planned?.order[place]
    if (!task) return planned
    const title = titleInToast(task)
    toast.message = canUndo ? `${title}: ${place + 1} of ${planned?.order.length}` : `${title} moved back`
    toast.undo = canUndo ? undoPath('task.move', task.id) : undefined
    toast.sends = { ids: tasks.map(({ id }) => id).join(',') }
    return planned
  })
  return isThere ? answer() : null
}

/** `/tasks/:id/…` */
const taskActions = new Hono<App>()
  .use('/:id/delete', undoLineProject)
  .get('/:id/timer', loadTask, async (c) => {
    const { task } = c.var
    if (!wantsFragment(c)) return c.redirect(pathTo`/tasks/${task.id}`, 303)
    const [time, timer] = await Promise.all([taskTime(c, task), readTaskTimer(c)])
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
    const { task } = c.var
    return changeStatus(c, 'done', doneText(task, todayOf(c)), reopensTo(task))
  })

  .post('/:id/reopen', loadTask, (c) =>
    changeStatus(c, statusBefore.parse(c.req.query('status')), `${titleInToast(c.var.task)} reopened`),
  )

  .post('/:id/drop', loadTask, (c) => {
    const { task } = c.var
    return changeStatus(c, 'cancelled', `${titleInToast(task)} dropped`, reopensTo(task))
  })

  .post(
    '/:id/estimate',
    loadTask,
    form<typeof EstimateOf, WithTask>(EstimateOf, 'Estimate', (c, draft) => (
      <EstimateForm task={c.var.task} draft={draft} />
    )),
    async (c) => {
      const { task } = c.var
      const values = c.req.valid('form')
      if (!(await setLatest(c, taskResource, task, values))) return c.notFound()
      if (!wantsFragment(c)) return redirectTo(c, pathUnlessBelow(c, '/tasks'))
      notify(c, 'tasks-changed')
      return c.render(<EstimateForm task={{ ...task, ...values }} />)
    },
  )

  .post('/:id/schedule', loadTask, (c) => {
    const { task, user } = c.var
    const { today } = localNow(user)
    const date = dayOf(task, submittedText(c).to ?? '', today)
    if (date === undefined) throw new ProblemError(noDay)
    const undo = task.date === date ? undefined : undoPath('task.schedule', task.id, task.date)
    return plan(c, date, { message: `${titleInToast(task)} planned for ${dateText(date, today)}`, undo })
  })

  .post('/:id/move', async (c) => {
    const id = c.req.param('id')
    const among = ({ at, shown }: OrderedTask) => shown && (c.req.query('untimed') === undefined || at === null)
    return (
      (await reorder(c, { id }, (tasks) => {
        const some = tasks.filter(among)
        const task = some.find((one) => one.id === id)
        return task ? { order: moveItem(some, task, moveOf(c, 'a task')), movedId: id } : null
      })) ?? c.notFound()
    )
  })

export const undoSchedule = rowUndo<WithTask>(loadTask, (c, _, date = '') => {
  const title = titleInToast(c.var.task)
  if (!isDate(date)) return plan(c, null, { message: `${title} no longer planned` })
  return plan(c, date, { message: `${title} planned for ${dateText(date, todayOf(c))} again` })
})

/** Restores the former order of all tasks of a date, including those outside the context. */
export const undoMove = async (c: Context<App>, movedId: string) => {
  const ids = await orderOf(c)
  const plan = (tasks: OrderedTask[]) => {
    const order = ids.flatMap((id) => tasks.find((task) => task.id === id) ?? [])
    return tasks.some(({ id }) => id === movedId) ? { order, movedId } : null
  }
  return (await reorder(c, { id: movedId }, plan, false)) ?? c.notFound()
}

/** `/tasks` */
export const tasks = new Hono<App>()
  .get('/all', async (c) => {
    const page = await tasksPage(c.env.DB, c.var.user.id, c.var.org, c.req.query(), todayOf(c))
    return c.render(<TasksPage {...page} />, { title: 'All tasks' })
  })

  .get('/with-people', async (c) => {
    const view = WithPeopleView.parse(c.req.query())
    const page = await withPeoplePage(c.env.DB, c.var.user.id, c.var.org, view, todayOf(c))
    return c.render(<WithPeoplePage {...page} />, { title: 'Tasks with people', follows: true })
  })

  .post('/order', async (c) => {
    const ids = await orderOf(c)
    const { date = '' } = c.req.query()
    const movedId = submittedText(c).moved
    const answer = await reorder(c, { date: isDate(date) ? date : todayOf(c) }, (tasks) => {
      const listed = tasks.filter(({ id, shown }) => shown && ids.includes(id))
      const order = sortByIds(listed, ids)
      return order && { order, movedId }
    })
    if (answer) return answer
    const message = outdatedOrder('tasks')
    c.status(409)
    return wantsFragment(c) ? respondTasksChanged(c, { toast: { message } }) : renderFocus(c, [message])
  })

  .post('/carry-over', carryAll)

  .route('/quick', quickAdd)
  .route('/', selectedTasks.routes)
  .route('/', taskActions)
  .route('/', taskSteps)
  .route('/', taskRoutes)
