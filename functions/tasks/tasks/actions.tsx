import { type Context, Hono } from 'hono'
import { TaskPageTimer } from '../../../views/tasks/tasks/row'
import type { ToastProps } from '../../../views/ui/toast'
import { addDays, isDate } from '../../lib/days'
import { type App, type Loaded, loads, localNow } from '../../lib/env'
import { submittedText } from '../../lib/form'
import { dayMonth } from '../../lib/format'
import { ProblemError } from '../../lib/problem'
import { setLatest } from '../../lib/resource/resource'
import { fragmentsWith, wantsFragment } from '../../lib/respond'
import { moved, moveOf } from '../../lib/selection'
import { commit } from '../../lib/sql'
import { arrange, moveTasks } from './focus/arrange'
import { openTasks } from './focus/queries'
import { tasksChanged, timerOf } from './pages'
import { task } from './queries'
import { dateAfter } from './repeat'
import { taskResource } from './resource'
import { isOpen, type ListedTask, type TaskStatus, taskStatus } from './schema'
import { dateText } from './words'

type WithTask = Loaded<'task', ListedTask>

const loadTask = loads('task', (c, id) => task(c.env.DB, c.var.user.id, id))

const noDay = {
  status: 422,
  code: 'invalid',
  title: 'Invalid day',
  detail: 'Plan a task for today, tomorrow or someday.',
} as const

/** `Task done. Next on 28 February` */
const doneText = (task: ListedTask, today: string) => {
  const next = task.status === 'done' ? null : dateAfter(task, today)
  return next ? `Task done. Next on ${dayMonth(next, today)}` : 'Task done'
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
  .get('/:id/timer', loadTask, async (c) => {
    const { task } = c.var
    if (!wantsFragment(c)) return c.redirect(`/tasks/${task.id}`, 303)
    return c.render(<TaskPageTimer task={task} {...(await timerOf(c))} />)
  })

  .post('/:id/complete', loadTask, (c) => {
    const { task, user } = c.var
    const undo = isOpen(task.status) ? `/tasks/${task.id}/reopen?status=${task.status}` : undefined
    return changeStatus(c, 'done', doneText(task, localNow(user).today), undo)
  })

  .post('/:id/reopen', loadTask, (c) => changeStatus(c, statusBefore.parse(c.req.query('status')), 'Task reopened'))

  .post('/:id/schedule', loadTask, (c) => {
    const { task, user } = c.var
    const { today } = localNow(user)
    const date = dayOf(task, submittedText(c).to ?? c.req.query('to') ?? '', today)
    if (date === undefined) throw new ProblemError(noDay)
    const before = task.date === null ? '' : `?date=${task.date}`
    const undo = task.date === date ? undefined : `/tasks/${task.id}/schedule/undo${before}`
    return plan(c, date, { message: `Planned for ${dateText(date, today)}`, undo })
  })

  .post('/:id/schedule/undo', loadTask, (c) => {
    const date = c.req.query('date') ?? ''
    if (!isDate(date)) return plan(c, null, { message: 'No longer planned' })
    return plan(c, date, { message: `Planned for ${dateText(date, localNow(c.var.user).today)} again` })
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
