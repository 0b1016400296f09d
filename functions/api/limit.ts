import type { MiddlewareHandler } from 'hono'
import type { App } from '../lib/env'
import { rateLimit } from '../lib/rate-limit'

/** Usage reports come often, so they have a limit of their own. What an assistant's tool asks for counts as the API, too. */
const requestsPerMinute = { api: 100, usage: 1000, mcp: 200 }

const limitOf = ({ method, path }: { method: string; path: string }) => {
  if (path === '/mcp') return 'mcp'
  return method === 'POST' && path === '/api/v1/usage' ? 'usage' : 'api'
}

export const apiLimit: MiddlewareHandler<App> = async (c, next) => {
  const name = limitOf(c.req)
  const limit = { key: `${name}:${c.var.user.id}`, limit: requestsPerMinute[name], seconds: 60 }
  await rateLimit(c, name, [limit], `The API allows ${requestsPerMinute[name]} requests a minute.`)
  await next()
}

/** Limits programs that download files beside the API. Browsers are not counted. */
export const downloadLimit: MiddlewareHandler<App> = (c, next) =>
  c.var.access.by === 'browser' ? next() : apiLimit(c, next)
