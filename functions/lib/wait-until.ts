import type { Context, MiddlewareHandler } from 'hono'
import type { App } from './env'

/** Continues work after the response. Logs its failure. */
export const waitUntil = (c: Context, work: Promise<unknown>) =>
  c.executionCtx.waitUntil(
    work.catch((error: Error) => console.error(JSON.stringify({ level: 'error', later: error.name }))),
  )

/** Begins work that takes long once the response is on its way, which it would keep waiting. */
export const afterResponse = (c: Context, work: () => Promise<unknown>) => waitUntil(c, scheduler.wait(50).then(work))

/** Does work after the first response of a person's day. */
export const daily =
  (work: (c: Context<App>) => Promise<unknown>): MiddlewareHandler<App> =>
  async (c, next) => {
    await next()
    if (c.var.isFirstOfDay) afterResponse(c, () => work(c))
  }
