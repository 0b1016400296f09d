import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { except } from 'hono/combine'
import { hasMarkdown, readableJson } from '../lib/api/request'
import type { App } from '../lib/env'
import { rateLimit } from '../lib/rate-limit'
import { preconditions } from './not-found'

const planMarkdown = /^\/api\/v1\/plans\/[^/]+\/(markdown|cards\.md)$/

/** A plan is added as JSON or as markdown. */
const isPlanText = (c: Context) => c.req.path === '/api/v1/plans' && c.req.method === 'POST' && hasMarkdown(c)

/** Middleware of `/api/v1`, behind the sign-in. */
export const apiRequests = new Hono<App>()
  .use(preconditions)
  .use(
    except(
      [
        '/api/v1/sessions/import',
        '/api/v1/meetings/import',
        '/api/v1/admin/apps/import',
        '/api/v1/restore',
        isPlanText,
        (c) => planMarkdown.test(c.req.path),
      ],
      readableJson,
    ),
  )

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
