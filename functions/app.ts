import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { mount } from 'hono/mount'
import './areas'
import { baseMiddleware } from './base-middleware'
import type { App } from './lib/env'
import { type Facts, factsOf, type LoadRoutes, mounts } from './lib/feature'
import { serveWith } from './lib/http/dispatch'
import { answerHealth } from './programs/health/routes'

const none: LoadRoutes = async () => []

/**
 * Loaded applications, cached by the function that loads their routes. Each runs the middleware of the whole app first.
 */
const applications = new Map<LoadRoutes, Hono<App>>()

const applicationOf = async ({ routes = none, base = '', isOpen }: Facts) => {
  const known = applications.get(routes)
  if (known) return known
  // Imported on demand, so that `/health` needs no middleware but the base.
  const [{ withMiddleware }, loaded] = await Promise.all([import('./middleware'), routes()])
  const application = withMiddleware(base, [loaded].flat(), isOpen)
  applications.set(routes, application)
  return application
}

/** Loads the routes of all features. */
export const loadRoutes = async () => {
  const all = await Promise.all([{}, ...mounts()].map(applicationOf))
  return [app, ...all].flatMap(({ routes }) => routes)
}

/**
 * True if GET on the path has a handler and the path is not for programs. A handler with two parameters is middleware.
 */
const isPage = async (path: string) => {
  const facts = factsOf('GET', path)
  const [handlers] = (await applicationOf(facts)).router.match('GET', path)
  return !facts.isForPrograms && handlers.some(([[handler, { method }]]) => method === 'GET' || handler.length < 2)
}

/**
 * Redirects to the nearest parent path that is a page, because a form's referrer may be a path that only takes POST.
 */
const redirectToPage = async (response: Response) => {
  const name = response.status === 303 ? 'Location' : 'HX-Redirect'
  const target = response.headers.get(name) ?? ''
  let [path = ''] = target.split(/[?#]/)
  if (!path.startsWith('/') || (await isPage(path))) return response
  do path = path.slice(0, path.lastIndexOf('/')) || '/'
  while (path !== '/' && !(await isPage(path)))
  response.headers.set(name, path)
  return response
}

export const app = new Hono<App>()
  .on(['GET', 'OPTIONS'], ['/health'], ...baseMiddleware, cors(), answerHealth)
  .all('*', async (c, next) => {
    const { fetch } = await applicationOf(factsOf(c.req.method, c.req.path))
    // `replaceRequest: false` keeps the full path in the request.
    const response = await mount(fetch, { replaceRequest: false })(c, next)
    return response && redirectToPage(response)
  })
serveWith(app.fetch)
