import type { MiddlewareHandler } from 'hono'
import type { App } from '../lib/env'
import { afterResponse } from '../lib/wait-until'

/** Tidies up after the first response of a day. */
export const tidySyncDaily: MiddlewareHandler<App> = async (c, next) => {
  await next()
  if (!c.var.isFirstOfDay) return
  afterResponse(c, async () => {
    const { tidySync } = await import('./tidy')
    await tidySync(c.env.DB, c.var.user.id, Date.now())
  })
}
