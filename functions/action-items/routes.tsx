import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { ActionItemsPage } from '../../views/action-items/page'
import type { App } from '../lib/env'
import { type Loaded, loads } from '../lib/load'
import { localNow } from '../lib/now'
import { ProblemError } from '../lib/problem'
import { resourcePages } from '../lib/resource/pages'
import { fragmentsWith, redirectTo } from '../lib/respond'
import { conflict, retry } from '../lib/retry'
import { commit } from '../lib/sql'
import { actionItemPages, actionItemsChanged, listPath, readItems } from './pages'
import * as q from './queries'
import { actionItem } from './queries'
import { quickAction } from './quick-add/routes'
import { actionItemResource } from './resource'
import { type ActionStatus, isOpenItem, type ListedActionItem } from './schema'
import { makeTask, unmakeTask, updateItem } from './writes'

type WithItem = Loaded<'item', ListedActionItem>

const loadItem = loads('item', (c, id) => actionItem(c.env.DB, c.var.user.id, id))

/** Writes the latest version of an action item, planned again when it changed; false when it is gone. */
const writeLatest = (c: Context<WithItem>, plan: (item: ListedActionItem) => D1PreparedStatement[]) => {
  const { DB } = c.env
  const { user } = c.var
  let item: ListedActionItem | null = c.var.item
  return retry(async () => {
    if (item === null) return false
    const writes = plan(item)
    if (writes.length === 0) return true
    if (await commit(DB, user.id, ['stats'], writes)) return true
    item = await q.actionItem(DB, user.id, item.id)
    return conflict
  })
}

const changeStatus = async (c: Context<WithItem>, status: ActionStatus, message: string, undo?: string) => {
  const { user } = c.var
  const answer = fragmentsWith(c, () => actionItemsChanged(c, { toast: { message, undo } }))
  const isThere = await writeLatest(c, (item) =>
    item.status === status ? [] : updateItem(c.env.DB, user.id, { ...item, status }, item, localNow(user)),
  )
  return isThere ? answer() : c.notFound()
}

const alreadyDone = {
  status: 409,
  code: 'done',
  title: 'Already done',
  detail: 'Reopen this action item, then make a task of it.',
} as const

/** `/action-items/:id/…` */
const itemActions = new Hono<App>()
  .post('/:id/complete', loadItem, (c) => {
    const { item } = c.var
    const undo = isOpenItem(item) ? `${listPath}/${item.id}/reopen?status=${item.status}` : undefined
    return changeStatus(c, 'done', 'Action item done', undo)
  })

  .post('/:id/reopen', loadItem, (c) =>
    changeStatus(c, c.req.query('status') === 'in_progress' ? 'in_progress' : 'todo', 'Action item reopened'),
  )

  .post('/:id/task', loadItem, async (c) => {
    const { user, item } = c.var
    if (item.task) return redirectTo(c, `/tasks/${item.task.id}`)
    const id = uuid()
    const toast = {
      message: 'Task added',
      link: { href: `/tasks/${id}`, text: item.description },
      undo: `${listPath}/${item.id}/task/undo`,
    }
    const answer = fragmentsWith(c, () => actionItemsChanged(c, { toast }))
    const isThere = await writeLatest(c, (latest) => {
      if (!isOpenItem(latest)) throw new ProblemError(alreadyDone)
      return latest.task ? [] : makeTask(c.env.DB, user.id, latest, id, localNow(user))
    })
    return isThere ? answer() : c.notFound()
  })

  .post('/:id/task/undo', loadItem, async (c) => {
    const answer = fragmentsWith(c, () => actionItemsChanged(c, { toast: { message: 'Task deleted' } }))
    const isThere = await writeLatest(c, (item) =>
      item.task ? unmakeTask(c.env.DB, c.var.user.id, item, item.task.id, Date.now()) : [],
    )
    return isThere ? answer() : c.notFound()
  })

/** `/action-items` */
export const actionItems = new Hono<App>()
  .route('/quick', quickAction)
  .route('/', itemActions)
  .get('/', async (c) =>
    c.render(<ActionItemsPage {...(await readItems(c, c.req.query()))} />, { title: 'Action items' }),
  )
  .route('/', resourcePages(actionItemResource, actionItemPages))
