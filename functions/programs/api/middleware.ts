import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { answerProblem } from '../../frame/shell/renderer'
import { csvBody, hasMarkdown, knownParameters, markdownBody, readableJson } from '../../lib/api/request'
import { hasIfMatch } from '../../lib/api/version'
import type { App } from '../../lib/env'
import type { PathFacts } from '../../lib/feature'
import { ProblemError, problems, wrongMethod } from '../../lib/http/problem'
import { rateLimitProgram } from '../../lib/http/rate-limit'

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`)

/** Methods that a path of the API takes, sorted; none for an unknown path. Wherever GET works HEAD does. */
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

/** 404, or 405 where the path takes other methods. @param app has all routes of the paths that reach it */
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

/** Refuses `If-Match` where nothing would compare it, so that no program believes its write is guarded. */
const preconditions = createMiddleware<App>((c, next) => {
  const isWrite = ['PUT', 'PATCH', 'DELETE'].includes(c.req.method)
  if (isWrite && c.var.facts.hasNoVersion && hasIfMatch(c)) throw new ProblemError(noVersion)
  return next()
})

const bodyChecks: Record<NonNullable<PathFacts['takes']> | 'json', MiddlewareHandler> = {
  json: readableJson,
  csv: csvBody,
  markdown: markdownBody,
  jsonOrMarkdown: (c, next) => (hasMarkdown(c) ? next() : readableJson(c, next)),
  files: (_, next) => next(),
}

/** Middleware of `/api/v1`, behind the sign-in. */
export const apiRequests = new Hono<App>()
  .use(preconditions)
  // Devices of other makers sync, and may send more than they need.
  .use((c, next) => (c.req.path === '/api/v1/sync' ? next() : knownParameters(c, next)))
  .use((c, next) => bodyChecks[c.var.facts.takes ?? 'json'](c, next))

/** Usage reports are frequent, so they have their own limit. Calls of an assistant's tools also count as API requests. */
const requestsPerMinute = { api: 100, usage: 1000, mcp: 200 }

/** Limits what programs ask for in a minute. Browsers are not counted where they download files. */
export const programLimit: MiddlewareHandler<App> = async (c, next) => {
  const { limit } = c.var.facts
  if (limit === undefined || (limit === 'download' && c.var.access.by === 'browser')) return next()
  const name = limit === 'download' ? 'api' : limit
  const counted = { key: `${name}:${c.var.user.id}`, limit: requestsPerMinute[name], seconds: 60 }
  await rateLimitProgram(c, name, counted, `The API allows ${requestsPerMinute[name]} requests a minute.`)
  await next()
}
