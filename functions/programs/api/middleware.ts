import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { answerProblem } from '../../frame/shell/renderer'
import { csvBody, hasMarkdown, markdownBody, refuseUnknownQuery, requireJson } from '../../lib/api/request'
import { hasIfMatch } from '../../lib/api/version'
import type { App } from '../../lib/env'
import type { PathFacts } from '../../lib/feature'
import { ProblemError, problems, wrongMethod } from '../../lib/http/problem'
import { rateLimitProgram } from '../../lib/http/rate-limit'

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)

/** Allowed methods of an API path, sorted; empty for an unknown path. HEAD is allowed wherever GET is. */
const allowedMethods = (app: Hono<App>) => {
  let routes: { method: string; pattern: RegExp }[] | undefined
  return (path: string) => {
    routes ??= app.routes
      .filter((route) => route.method !== 'ALL' && /^\/(api\/|mcp$)/.test(route.path))
      .map((route) => ({ method: route.method, pattern: patternOf(route.path) }))
    const methods = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))].toSorted()
  }
}

/** Responds 404, or 405 if the path has other methods. @param app has all routes of the paths that reach this */
export const respondNotFound = (app: Hono<App>) => {
  const methods = allowedMethods(app)
  return (c: Context<App>) => {
    const allowed = methods(c.req.path)
    if (allowed.length === 0 || allowed.includes(c.req.method)) return answerProblem(c, problems.notFound)
    c.header('Allow', allowed.join(', '))
    return answerProblem(c, wrongMethod(allowed))
  }
}

const noVersion = {
  status: 412,
  code: 'no_version',
  title: 'This resource has no version',
  detail: 'This resource has no ETag, so If-Match can only be *. Nothing was changed.',
} as const

/** Refuses `If-Match` for rows without a version, so that no program assumes its write is guarded. */
const preconditions = createMiddleware<App>((c, next) => {
  const isWrite = ['PUT', 'PATCH', 'DELETE'].includes(c.req.method)
  if (isWrite && c.var.facts.hasNoVersion && hasIfMatch(c)) throw new ProblemError(noVersion)
  return next()
})

const bodyChecks: Record<NonNullable<PathFacts['takes']> | 'json', MiddlewareHandler> = {
  json: requireJson,
  csv: csvBody,
  markdown: markdownBody,
  jsonOrMarkdown: (c, next) => (hasMarkdown(c) ? next() : requireJson(c, next)),
  files: (_, next) => next(),
}

/** Middleware for `/api/v1`, after the sign-in. */
export const apiRequests = new Hono<App>()
  .use(preconditions)
  // Sync accepts unknown query parameters, because devices of other makers may send them.
  .use((c, next) => (c.req.path === '/api/v1/sync' ? next() : refuseUnknownQuery(c, next)))
  .use((c, next) => bodyChecks[c.var.facts.takes ?? 'json'](c, next))

/** Requests per minute. Frequent usage reports have their own limit. Calls of tools also count as API requests. */
const requestsPerMinute = { api: 100, usage: 1000, mcp: 200 }

/** Rate limit for programs. Downloads by browsers are not counted. */
export const programLimit: MiddlewareHandler<App> = async (c, next) => {
  const { limit } = c.var.facts
  if (limit === undefined || (limit === 'download' && c.var.access.by === 'browser')) return next()
  const name = limit === 'download' ? 'api' : limit
  const counted = { key: `${name}:${c.var.user.id}`, limit: requestsPerMinute[name], seconds: 60 }
  await rateLimitProgram(c, name, counted, `The API allows ${requestsPerMinute[name]} requests a minute.`)
  await next()
}
