import { type Context, Hono } from 'hono'
import { TasksPage } from '../../views/tasks/all'
import { FocusPage } from '../../views/tasks/focus'
import type { ToastProps } from '../../views/ui/toast'
import { addedInContext, addedTo } from '../context/added'
import type { App } from '../lib/env'
import { plural } from '../lib/format'
import { localNow, todayOf } from '../lib/now'
import { orderOf } from '../lib/order'
import { wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { nothingToUndo } from '../lib/recoverable'
import { filingErrorsUnder } from '../lib/resource/filing'
import { resourcePages } from '../lib/resource/pages'
import type { Resource } from '../lib/resource/resource'
import { fragmentsWith } from '../lib/respond'
import { taskActions } from './actions'
import { arrange, orderedFirst } from './focus/arrange'
import { carryOver, undoCarryOver } from './focus/carry-over'
import { openTasks } from './focus/queries'
import { TasksView, tasksPage } from './list'
import { readFocus, taskPages, tasksChanged } from './pages'
import * as q from './queries'
import { quickAdd } from './quick-add/routes'
import { type ListedTask, type NewTaskValues, newTaskValues } from './schema'
import * as w from './writes'

/** Pages with figures show tasks, too. */
const outdates = ['stats' as const]

/** The writes that the pages and the API of tasks share. */
export const taskResource: Resource<ListedTask, NewTaskValues> = {
  name: 'task',
  find: q.task,
  validate: (db, userId, values, before, c) => filingErrorsUnder(db, userId, values, before, addedTo(c)),
  insert: (db, userId, id, values, now, c) => ({
    statements: w.addTask(
      db,
      userId,
      id,
      { ...newTaskValues, ...addedInContext(c, values) },
      localNow(c.var.user, now),
    ),
    outdates,
  }),
  update: (db, userId, values, now, before, c) => ({
    statements: w.updateTask(db, userId, values, before, localNow(c.var.user, now)),
    outdates,
  }),
  remove: (db, userId, id, now) => ({ statements: w.deleteTask(db, userId, id, now), outdates }),
  restore: (db, userId, id, now) => ({ statements: w.restoreTask(db, userId, id, now), outdates }),
}

const renderFocus = async (c: Context<App>, errors?: string[]) =>
  c.render(<FocusPage {...(await readFocus(c))} errors={errors} />, { title: 'Tasks' })

const carryAll = async (c: Context<App>) => {
  const { user, org } = c.var
  const toast: ToastProps = { message: 'Nothing to carry over' }
  const answer = fragmentsWith(c, async () => tasksChanged(c, { toast, page: '/tasks' }))
  await carryOver(c.env.DB, user.id, org, localNow(user), ({ ids, changeId }) => {
    toast.message = `${plural(ids.length, 'task')} planned for today`
    toast.undo = `/tasks/carry-over/${changeId}/undo`
  })
  return answer()
}

const undoCarryAll = async (c: Context<App>) => {
  const toast: ToastProps = { message: '' }
  const answer = fragmentsWith(c, async () => tasksChanged(c, { toast, page: '/tasks' }))
  const isThere = await undoCarryOver(c.env.DB, c.var.user.id, c.req.param('id') ?? '', Date.now(), ({ ids, kept }) => {
    const stay = kept > 0 ? `${plural(kept, 'task')} changed since and stayed` : ''
    const back = ids.length > 0 ? `${plural(ids.length, 'task')} moved back` : ''
    toast.message = [back, stay].filter((text) => text !== '').join('. ')
  })
  if (!isThere) throw new ProblemError(nothingToUndo)
  return answer()
}

/** `/tasks` */
export const tasks = new Hono<App>()
  .get('/', (c) => renderFocus(c))

  .get('/all', async (c) => {
    const page = await tasksPage(c.env.DB, c.var.user.id, c.var.org, TasksView.parse(c.req.query()))
    return c.render(<TasksPage {...page} today={todayOf(c)} />, { title: 'All tasks' })
  })

  .post('/order', async (c) => {
    const ids = await orderOf(c)
    const answer = fragmentsWith(c, async () => tasksChanged(c, { said: 'Tasks reordered', page: '/tasks' }))
    const read = () => openTasks(c.env.DB, c.var.user.id, c.var.org, { date: todayOf(c) })
    if (await arrange(c, read, (tasks) => orderedFirst(tasks, ids))) return answer()
    const message = 'The tasks changed in the meantime. This is the current order; move it again.'
    c.status(409)
    return wantsFragment(c) ? tasksChanged(c, { toast: { message } }) : renderFocus(c, [message])
  })

  .post('/carry-over', carryAll)

  .post('/carry-over/:id/undo', undoCarryAll)

  .route('/quick', quickAdd)
  .route('/', taskActions)
  .route('/', resourcePages(taskResource, taskPages))
