import { createMiddleware } from 'hono/factory'
import type { App } from '../../lib/env'
import { leftSession } from './queries'
import { givenUpAt } from './standing'

/** Leads from the address of a session that is not finished to where it is seen: what runs, or what waits for an end. */
export const unfinishedElsewhere = createMiddleware<App>(async (c, next) => {
  const { user } = c.var
  const session = await leftSession(c.env.DB, user.id, c.req.param('id') ?? '')
  if (!session || session.status === 'completed' || session.deleted_at !== null) return next()
  const isRunning = session.status === 'active' && session.source === 'timer' && givenUpAt(session) > Date.now()
  return c.redirect(isRunning ? '/timer' : `/timer/forgotten/${session.id}`, 303)
})
