import type { MiddlewareHandler } from 'hono'
import type { App } from '../lib/env'
import { afterResponse } from '../lib/wait-until'

/** Deletes states that are kept no longer after the first response of a day. */
export const dropStatesDaily: MiddlewareHandler<App> = async (c, next) => {
  await next()
  if (!c.var.isFirstOfDay) return
  afterResponse(c, async () => {
    const { dropOldStates } = await import('./purge')
    await dropOldStates(c.env, c.var.user.id, Date.now())
  })
}
