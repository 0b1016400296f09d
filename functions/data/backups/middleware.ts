import type { MiddlewareHandler } from 'hono'
import type { App } from '../../lib/env'
import { afterResponse } from '../../lib/wait-until'
import { dueBackup } from './schema'

/** Makes the backup of the day after the response to the person's first request of it. */
export const dailyBackup: MiddlewareHandler<App> = async (c, next) => {
  await next()
  const { user, head } = c.var
  const date = dueBackup(user, head.seq > 0, Date.now())
  if (date === null) return
  afterResponse(c, async () => {
    const { runDaily } = await import('./daily')
    await runDaily(c.env, user, date)
  })
}
