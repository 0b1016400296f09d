import { createMiddleware } from 'hono/factory'
import type { App } from '../lib/env'
import * as q from './queries'
import type { ListedGoal } from './schema'

export type Found = App & { Variables: { goal: ListedGoal } }

/** Loads the goal named in the path. Not there, deleted or somebody else's: 404, all the same. */
export const found = createMiddleware<Found>(async (c, next) => {
  const goal = await q.goal(c.env.DB, c.var.user.id, c.req.param('id') ?? '')
  if (!goal) return c.notFound()
  c.set('goal', goal)
  await next()
})
