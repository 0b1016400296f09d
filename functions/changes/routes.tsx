import { Hono } from 'hono'
import { ChangesPage } from '../../views/changes/page'
import type { App } from '../lib/env'
import { respondStarted } from '../lib/jobs/respond'
import { cameFrom } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { nothingToUndo, recoverableSince } from '../lib/recoverable'
import { redirectTo, respondProblem } from '../lib/respond'
import * as q from './queries'
import { ChangesView } from './schema'
import { undo } from './undo'

const pageLimit = 50

const nameTaken = {
  status: 409,
  code: 'name_taken',
  title: 'Name already taken',
  detail: 'Another project now has one of the names to restore. Rename that project, then undo again.',
} as const

export const changes = new Hono<App>()
  .get('/', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const { before } = ChangesView.parse(c.req.query())
    const rows = await q.changes(c.env.DB, user.id, recoverableSince(now), before || '~', pageLimit)
    const page = rows.slice(0, pageLimit)
    const next = rows.length > pageLimit ? page.at(-1)?.id : undefined
    return c.render(<ChangesPage rows={page} next={next} first={before === ''} user={user} now={now} />, {
      title: 'Recent changes',
    })
  })

  .post('/:id/undo', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const done = await undo(DB, user.id, c.req.param('id'), c.var.jobKind)
    if (done === 'taken') return respondProblem(c, nameTaken, true)
    if (done === 'gone') throw new ProblemError(nothingToUndo)
    if ('started' in done) return respondStarted(c, done.started)
    return redirectTo(c, cameFrom(c, '/changes'), { message: done.undone })
  })
