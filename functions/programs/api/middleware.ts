import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { answerProblem } from '../../frame/shell/renderer'
import {
  csvBody,
  hasIfMatch,
  hasMarkdown,
  knownParameters,
  markdownBody,
  mismatch,
  readableJson,
} from '../../lib/api/request'
import type { App } from '../../lib/env'
import type { PathFacts } from '../../lib/feature'
import { ProblemError, problemJson, problems, wrongMethod } from '../../lib/http/problem'
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
  ...mismatch(),
  code: 'no_version',
  title: 'This resource has no version',
  detail: 'This resource has no ETag, so If-Match can only be *. Nothing was changed.',
}

/**
 * Refuses `If-Match` where nothing would compare it, so that no program believes its write is guarded, and answers 412
 * to a write at a version in `If-Match` that another write outdated after it was compared.
 */
const preconditions = createMiddleware<App>(async (c, next) => {
  if (!hasIfMatch(c)) return next()
  if (['PUT', 'PATCH', 'DELETE'].includes(c.req.method) && c.var.facts.hasNoVersion) {
    throw new ProblemError(noVersion)
  }
  await next()
  if (!(c.error instanceof ProblemError) || c.error.problem.code !== 'stale') return
  const { more } = c.error.problem
  c.error = undefined
  c.res = undefined
  c.res = problemJson(c, { ...mismatch(), ...(more && { more }) })
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

/** Usage reports come often, so they have a limit of their own. What an assistant's tool asks for counts as the API, too. */
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
