import { createMiddleware } from 'hono/factory'
import { unfinishedName } from '../../../../views/time/timer/unfinished'
import type { App } from '../../../lib/env'
import { recoverableSince } from '../../../lib/recoverable'
import { cameFrom, redirectTo } from '../../../lib/respond'
import { commit, headOf } from '../../../lib/sql'
import { restoreSession } from '../../sessions/writes'
import { abandonOverdue } from './abandon'
import { sessionOfAnyStatus } from './queries'
import { abandonAt } from './thresholds'

export const redirectUnfinished = createMiddleware<App>(async (c, next) => {
  const { user } = c.var
  const session = await sessionOfAnyStatus(c.env.DB, user.id, c.req.param('id') ?? '')
  if (!session || session.status === 'completed' || session.deleted_at !== null) return next()
  const isRunning = session.status === 'active' && session.source === 'timer' && abandonAt(session) > Date.now()
  return c.redirect(isRunning ? '/timer' : `/timer/forgotten/${session.id}`, 303)
})

export const restoreUnfinished = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  const { user } = c.var
  const now = Date.now()
  const session = await sessionOfAnyStatus(DB, user.id, c.req.param('id') ?? '')
  if (session?.status !== 'abandoned' || (session.deleted_at ?? 0) <= recoverableSince(now)) return next()
  if (!(await commit(DB, user.id, ['timer'], restoreSession(DB, user.id, session.id, now)))) return c.notFound()
  const message = `Restored “${unfinishedName(session)}”: set when it ended`
  return redirectTo(c, cameFrom(c, '/sessions'), { message })
})

/** Runs before the ETag check, so that a client gets no 304 for an overdue session. */
export const abandonOverdueFirst = createMiddleware<App>(async (c, next) => {
  const { user, head } = c.var
  const due = await abandonOverdue(c.env.DB, user, Date.now())
  if (due > 0) c.set('head', { ...head, ...(await headOf(c.env.DB, user.id)) })
  await next()
})
