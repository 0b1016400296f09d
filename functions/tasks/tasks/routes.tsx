import { type Context, Hono } from 'hono'
import { TasksPage } from '../../../views/tasks/tasks/all'
import { FocusPage } from '../../../views/tasks/tasks/focus'
import { WithPeoplePage } from '../../../views/tasks/tasks/with-people'
import type { ToastProps } from '../../../views/ui/toast'
import { runUndoable } from '../../changes/run'
import { changeUndoPath } from '../../changes/schema'
import { deletes, idsOf, moves, plans, selectedRoutes, tags } from '../../changes/selected'
import { renumber } from '../../ledger/tasks'
import { textsColumn } from '../../lib/db/sql'
import { type App, localNow, todayOf } from '../../lib/env'
import { withParameters } from '../../lib/http/list-view'
import { fragmentsWith, wantsFragment } from '../../lib/http/respond'
import { orderOf, outdatedOrder } from '../../lib/http/selection'
import { setRows } from '../../lib/resource/stored'
import { dateText, plural } from '../../lib/text/format'
import { quickAdd, taskActions } from './actions'
import { arrange, moveTasks, orderedFirst } from './focus/arrange'
import { openTasks, overdueTasks } from './focus/queries'
import { tasksPage, WithPeopleView, withPeoplePage } from './list'
import { readFocus, taskRoutes, tasksChanged } from './pages'
import { isOpen, TaskRow } from './schema'
import { theDates } from './writes'

const renderFocus = async (c: Context<App>, errors: string[]) =>
  c.render(<FocusPage {...(await readFocus(c))} errors={errors} />, { title: 'Tasks' })

const carryAll = async (c: Context<App>) => {
  const { user, org } = c.var
  const toast: ToastProps = { message: 'Nothing to carry over' }
  const answer = fragmentsWith(c, async () => tasksChanged(c, { toast, page: '/tasks' }))
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
      toast.undo = changeUndoPath(id)
    },
  )
  return answer()
}

/** Paths of action items from before these were tasks. A write goes on with its method and its form. */
export const actionItems = new Hono<App>().all('/*', (c) => {
  const { pathname, searchParams } = new URL(c.req.url)
  const rest = pathname.split('/').slice(2).join('/')
  const known = new Map([
    ['', c.req.method === 'POST' ? '/tasks' : '/tasks/with-people'],
    ['new', '/tasks/new?owner=me'],
    ['quick', '/tasks/quick?owner=me'],
  ])
  const after = rest.replace(/\/task$/, '/schedule?to=due').replace(/\/task\/undo$/, '/schedule/undo')
  const { pathname: path, searchParams: query } = new URL(known.get(rest) ?? `/tasks/${after}`, c.req.url)
  return c.redirect(withParameters(path, [...query, ...searchParams]), 307)
})

type Selected = Pick<TaskRow, 'id' | 'status' | 'date'>

/** `POST /tasks/selected` */
export const selectedTasks = selectedRoutes({
  kind: 'task',
  schema: TaskRow.pick({ id: true, project_id: true, status: true, date: true }).extend({ tags: textsColumn }),
  answer: (c, toast) => tasksChanged(c, { toast }),
  acts: {
    move: moves('task'),
    tag: tags('task'),
    plan: plans<Selected>('Someday', ({ db, userId, now }, rows, date) => {
      const tasks = rows.filter((task) => isOpen(task.status) && task.date !== date)
      return {
        ids: idsOf(tasks),
        done: 'Planned',
        to: ` for ${dateText(date, now.today)}`,
        touched: { planned_tasks: idsOf(tasks) },
        writes: moveTasks(db, userId, tasks, date, now.instant),
      }
    }),
    delete: deletes<Selected>('task', ({ db, userId, now: { instant } }, rows) => [
      setRows(db, 'tasks', userId, idsOf(rows), { deleted_at: instant }, instant),
      renumber(db, userId, theDates(rows.map(({ date }) => date))),
    ]),
  },
})

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
    const answer = fragmentsWith(c, async () => tasksChanged(c, { said: 'Tasks reordered', page: '/tasks' }))
    const read = () => openTasks(c.env.DB, c.var.user.id, c.var.org, { date: todayOf(c) })
    if (await arrange(c, read, (tasks) => orderedFirst(tasks, ids))) return answer()
    const message = outdatedOrder('tasks')
    c.status(409)
    return wantsFragment(c) ? tasksChanged(c, { toast: { message } }) : renderFocus(c, [message])
  })

  .post('/carry-over', carryAll)

  .route('/quick', quickAdd)
  .route('/', selectedTasks.routes)
  .route('/', taskActions)
  .route('/', taskRoutes)
