import type { Context, Hono } from 'hono'
import type { App } from '../lib/env'
import { type Problem, problems } from '../lib/problem'
import { answerProblem } from '../shell/problem-pages'

const wrongMethod = (allowed: string[]): Problem => ({
  status: 405,
  code: 'wrong_method',
  title: 'Method not allowed',
  detail: `Use ${allowed.join(', ')}. Nothing was changed.`,
})

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
