import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { except } from 'hono/combine'
import { hasMarkdown, readableJson } from '../../lib/api/request'
import type { App } from '../../lib/env'
import { rateLimit } from '../../lib/rate-limit'
import { preconditions } from './not-found'

/** A plan is added as JSON or as markdown. */
const isPlanText = (c: Context) => c.req.path === '/api/v1/plans' && c.req.method === 'POST' && hasMarkdown(c)

/** Middleware of `/api/v1`, behind the sign-in. */
export const apiRequests = new Hono<App>()
  .use(preconditions)
  .use(except([(c: Context<App>) => c.var.facts.takesFiles === true, isPlanText], readableJson))

/** Usage reports come often, so they have a limit of their own. What an assistant's tool asks for counts as the API, too. */
const requestsPerMinute = { api: 100, usage: 1000, mcp: 200 }

/** Limits what programs ask for in a minute. Browsers are not counted where they download files. */
export const programLimit: MiddlewareHandler<App> = async (c, next) => {
  const { limit } = c.var.facts
  if (limit === undefined || (limit === 'download' && c.var.access.by === 'browser')) return next()
  const name = limit === 'download' ? 'api' : limit
  const counted = { key: `${name}:${c.var.user.id}`, limit: requestsPerMinute[name], seconds: 60 }
  await rateLimit(c, name, [counted], `The API allows ${requestsPerMinute[name]} requests a minute.`)
  await next()
}
