import type { MiddlewareHandler } from 'hono'
import type { App } from '../../lib/env'

/** Lets handlers do steps of jobs. The features that these belong to are loaded when a job is there. */
export const jobKinds: MiddlewareHandler<App> = async (c, next) => {
  c.set('jobKind', async (name) => {
    const { jobKindsOf } = await import('./kinds')
    return jobKindsOf(c.env)(name)
  })
  await next()
}
