import { createMiddleware } from 'hono/factory'
import type { App } from '../lib/env'
import { recoverableSince } from '../lib/recoverable'
import * as q from './queries'
import type { SessionRow } from './schema'

export type Found = App & { Variables: { session: SessionRow } }

/** Loads the session named in the path. Not there, deleted, still running or somebody else's: 404, all the same. */
export const found = createMiddleware<Found>(async (c, next) => {
  const session = await q.session(c.env.DB, c.var.user.id, c.req.param('id') ?? '')
  if (!session) return c.notFound()
  c.set('session', session)
  await next()
})

/** The same for a session that was deleted, and not too long ago to come back. */
export const foundDeleted = createMiddleware<Found>(async (c, next) => {
  const since = recoverableSince(Date.now())
  const session = await q.deletedSession(c.env.DB, c.var.user.id, c.req.param('id') ?? '', since)
  if (!session) return c.notFound()
  c.set('session', session)
  await next()
})
