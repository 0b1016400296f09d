import { Hono } from 'hono'
import { ConflictPage, ConflictsPage } from '../../../../views/programs/sync/inbox'
import { commit } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { readCursor, writeCursor } from '../../../lib/http/list-view'
import { redirectTo, respondProblem } from '../../../lib/http/respond'
import { devicesOf } from '../devices/queries'
import { cannotRestore, restoreConflict, settleConflict } from './bring-back'
import { deviceNames } from './differences'
import { conflictById, conflictsBefore } from './queries'
import { ConflictsView, conflictsPath } from './schema'

const pageLimit = 50

/** A page of the inbox. */
const conflictsPage = async (db: D1Database, userId: string, view: ConflictsView) => {
  const [found, devices] = await Promise.all([
    conflictsBefore(db, userId, view.show, readCursor(view.before), pageLimit),
    devicesOf(db, userId),
  ])
  const conflicts = found.slice(0, pageLimit)
  const last = found.length > pageLimit ? conflicts.at(-1) : undefined
  return {
    conflicts,
    devices: deviceNames(devices),
    view,
    next: last && writeCursor({ at: last.created_at, id: last.id }),
  }
}

/** `/settings/devices/conflicts` */
export const conflictSettings = new Hono<App>()
  .basePath('/conflicts')
  .get('/', async (c) => {
    const { user } = c.var
    const view = ConflictsView.parse(c.req.query())
    const data = await conflictsPage(c.env.DB, user.id, view)
    return c.render(<ConflictsPage {...data} user={user} now={Date.now()} />, { title: 'Conflicts' })
  })

  .get('/:id', async (c) => {
    const { user } = c.var
    const [conflict, devices] = await Promise.all([
      conflictById(c.env.DB, user.id, c.req.param('id')),
      devicesOf(c.env.DB, user.id),
    ])
    if (!conflict) return c.notFound()
    const props = { conflict, devices: deviceNames(devices), user, now: Date.now() }
    return c.render(<ConflictPage {...props} />, { title: conflict.title })
  })

  .post('/:id/restore', async (c) => {
    const done = await restoreConflict(c.env.DB, c.var.user, c.req.param('id'), Date.now())
    if (!done) return c.notFound()
    if ('refused' in done) return respondProblem(c, cannotRestore(done))
    const { replaced, conflict } = done
    const message = conflict.is_deletion ? `Deleted ${conflict.title} again` : `Brought back ${conflict.title}`
    return redirectTo(
      c,
      conflictsPath,
      replaced === null
        ? { message: 'This is already the current version' }
        : { message, undo: `${conflictsPath}/${replaced}/restore` },
    )
  })

  .post('/:id/settle', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const id = c.req.param('id')
    if (!(await commit(DB, user.id, [], settleConflict(DB, user.id, id, Date.now())))) return c.notFound()
    return redirectTo(c, conflictsPath, { message: 'Kept the current version' })
  })
