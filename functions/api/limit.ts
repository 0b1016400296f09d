import type { MiddlewareHandler } from 'hono'
import type { App } from '../lib/env'
import { rateLimit } from '../lib/rate-limit'

/** Usage reports come often, so they have a limit of their own. */
const requestsPerMinute = { api: 100, usage: 1000 }

export const apiLimit: MiddlewareHandler<App> = async (c, next) => {
  const name = c.req.method === 'POST' && c.req.path === '/api/v1/usage' ? 'usage' : 'api'
  const limit = { key: `${name}:${c.var.user.id}`, limit: requestsPerMinute[name], seconds: 60 }
  await rateLimit(c, name, [limit], `The API allows ${requestsPerMinute[name]} requests a minute.`)
  await next()
}

/** Limits programs that download files beside the API. Browsers are not counted. */
export const downloadLimit: MiddlewareHandler<App> = (c, next) =>
  c.var.access.by === 'browser' ? next() : apiLimit(c, next)
