import { type Context, Hono } from 'hono'
import { TaskPageTimer } from '../../views/tasks/row'
import { addDays } from '../lib/days'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { dayMonth } from '../lib/format'
import { type Loaded, loads } from '../lib/load'
import { localNow } from '../lib/now'
import { Move, moved } from '../lib/order'
import { wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { fragmentsWith } from '../lib/respond'
import { conflict, retry } from '../lib/retry'
import { commit } from '../lib/sql'
import { arrange } from './focus/arrange'
import { openTasks } from './focus/queries'
import { moveTasks } from './focus/writes'
import { tasksChanged, timerOf } from './pages'
import * as q from './queries'
import { task } from './queries'
import { dateAfter } from './repeat'
import { isOpen, type ListedTask, type TaskStatus, taskStatus } from './schema'
import { setStatus } from './writes'

type WithTask = Loaded<'task', ListedTask>

const loadTask = loads('task', (c, id) => task(c.env.DB, c.var.user.id, id))

const invalid = (title: string, detail: string) => ({ status: 422, code: 'invalid', title, detail }) as const

const noMove = invalid('Invalid move', 'Move a task up, down, to the top or to the end.')
const noDay = invalid('Invalid day', 'Plan a task for today, tomorrow or someday.')

/** `Task done. Next on 28 February` */
const doneText = (task: ListedTask, today: string) => {
  const next = task.status === 'done' ? null : dateAfter(task, today)
  return next ? `Task done. Next on ${dayMonth(next, today)}` : 'Task done'
}

/** Sets the status of the latest version of a task; false when the task is gone. */
const saveStatus = (c: Context<WithTask>, status: TaskStatus) => {
  const { DB } = c.env
  const { user } = c.var
  let task: ListedTask | null = c.var.task
  return retry(async () => {
    if (task === null) return false
    if (task.status === status) return true
    if (await commit(DB, user.id, ['stats'], setStatus(DB, user.id, task, { status }, localNow(user)))) return true
    task = await q.task(DB, user.id, task.id)
    return conflict
  })
}

const changeStatus = async (c: Context<WithTask>, status: TaskStatus, message: string, undo?: string) => {
  const answer = fragmentsWith(c, () => tasksChanged(c, { toast: { message, undo } }))
  return (await saveStatus(c, status)) ? answer() : c.notFound()
}

/** Status of a task before it was done. */
const statusBefore = taskStatus.exclude(['done']).catch('todo')

const days = { today: 0, tomorrow: 1, someday: null } as const
const dayNames = { today: 'today', tomorrow: 'tomorrow', someday: 'someday' } as const
const isDay = (text: string): text is keyof typeof days => Object.hasOwn(days, text)

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

  .post('/:id/schedule', loadTask, async (c) => {
    const { DB } = c.env
    const { task, user } = c.var
    const { to = '' } = submittedText(c)
    if (!isDay(to)) throw new ProblemError(noDay)
    const now = localNow(user)
    const date = days[to] === null ? null : addDays(now.today, days[to])
    const answer = fragmentsWith(c, () => tasksChanged(c, { toast: { message: `Planned for ${dayNames[to]}` } }))
    if (task.date === date || !isOpen(task.status)) return answer()
    return (await commit(DB, user.id, ['stats'], moveTasks(DB, user.id, [task], date, now.instant)))
      ? answer()
      : c.notFound()
  })

  .post('/:id/move', async (c) => {
    const id = c.req.param('id')
    const to = Move.safeParse(submittedText(c).to)
    let said = ''
    const answer = fragmentsWith(c, async () => tasksChanged(c, { said }))
    const isThere = await arrange(
      c,
      () => openTasks(c.env.DB, c.var.user.id, c.var.org, { id }),
      (tasks) => {
        const task = tasks.find((one) => one.id === id)
        if (!task) return null
        if (!to.success) throw new ProblemError(noMove)
        const order = moved(tasks, task, to.data)
        said = `${task.title}: ${order.indexOf(task) + 1} of ${order.length}`
        return order
      },
    )
    return isThere ? answer() : c.notFound()
  })
