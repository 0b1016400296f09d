import { type Context, Hono } from 'hono'
import { TasksPage } from '../../views/tasks/all'
import { FocusPage } from '../../views/tasks/focus'
import type { App } from '../lib/env'
import { plural } from '../lib/format'
import { localNow } from '../lib/now'
import { orderOf } from '../lib/order'
import { wantsFragment } from '../lib/page'
import { resourcePages } from '../lib/resource/pages'
import { fragmentsWith } from '../lib/respond'
import { conflict, retry } from '../lib/retry'
import { commit } from '../lib/sql'
import { todayOf } from '../lib/today'
import { taskActions } from './actions'
import { arrange, orderedFirst } from './focus/arrange'
import { openTasks, overdueTasks } from './focus/queries'
import { moveTasks } from './focus/writes'
import { readFocus, tasksChanged } from './fragments'
import { TasksView, tasksPage } from './list'
import { taskPages } from './pages'
import { quickAdd } from './quick-add/routes'
import { taskResource } from './resource'

const renderFocus = async (c: Context<App>, errors?: string[]) =>
  c.render(<FocusPage {...(await readFocus(c))} errors={errors} />, { title: 'Tasks' })

/** Plans the open tasks from before today that the page shows for today. */
const carryOver = async (c: Context<App>) => {
  const { DB } = c.env
  const { user, org } = c.var
  const now = localNow(user)
  let message = 'Nothing to carry over'
  let focused: string | undefined
  const answer = fragmentsWith(c, async () => tasksChanged(c, { toast: { message }, focused, page: '/tasks' }))
  await retry(async () => {
    const tasks = await overdueTasks(DB, user.id, org, now.today)
    if (tasks.length === 0) return true
    // Its button is gone: the first of the tasks takes the focus.
    focused = tasks[0]?.id
    message = `${plural(tasks.length, 'task')} planned for today`
    const writes = moveTasks(DB, user.id, tasks, now.today, now.instant)
    return (await commit(DB, user.id, ['stats'], writes)) || conflict
  })
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

  .post('/carry-over', carryOver)

  .route('/quick', quickAdd)
  .route('/', taskActions)
  .route('/', resourcePages(taskResource, taskPages))
