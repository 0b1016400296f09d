import { createMiddleware } from 'hono/factory'
import { unfinishedName } from '../../../views/timer/unfinished-name'
import type { App } from '../../lib/env'
import { cameFrom, flash, wantsFragment } from '../../lib/page'
import { recoverableSince } from '../../lib/recoverable'
import { commit } from '../../lib/sql'
import { restoreSession } from '../../sessions/writes'
import { abandonOverdue } from './abandon'
import { sessionOfAnyStatus } from './queries'
import { abandonAt } from './thresholds'

/** Leads from the address of a session that is not finished to where it is seen: what runs, or what waits for an end. */
export const redirectUnfinished = createMiddleware<App>(async (c, next) => {
  const { user } = c.var
  const session = await sessionOfAnyStatus(c.env.DB, user.id, c.req.param('id') ?? '')
  if (!session || session.status === 'completed' || session.deleted_at !== null) return next()
  const isRunning = session.status === 'active' && session.source === 'timer' && abandonAt(session) > Date.now()
  return c.redirect(isRunning ? '/timer' : `/timer/forgotten/${session.id}`, 303)
})

/** Brings back, of what was deleted, what was left running: it waits for its end again. */
export const restoreUnfinished = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  const { user } = c.var
  const now = Date.now()
  const session = await sessionOfAnyStatus(DB, user.id, c.req.param('id') ?? '')
  if (session?.status !== 'abandoned' || (session.deleted_at ?? 0) <= recoverableSince(now)) return next()
  if (!(await commit(DB, user.id, ['timer'], restoreSession(DB, user.id, session.id, now)))) return c.notFound()
  flash(c, { message: `Restored “${unfinishedName(session)}”: say when it ended` })
  const page = cameFrom(c, '/sessions')
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
})

/** Gives up what has waited too long before it is read, and before a reader is told that nothing has changed. */
export const abandonOverdueFirst = createMiddleware<App>(async (c, next) => {
  await abandonOverdue(c.env.DB, c.var.user, Date.now())
  await next()
})
