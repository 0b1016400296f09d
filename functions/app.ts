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

/** Routes that were loaded, each behind the middleware of the whole. */
const applications = new Map<LoadRoutes, Hono<App>>()

const applicationOf = async ({ routes = none, base = '', isOpen }: Facts) => {
  const known = applications.get(routes)
  if (known) return known
  // Loaded with the first request for more than `/health`.
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

/** True if GET on the path has a handler and is not for programs. Middleware takes a second argument. */
const isPage = async (path: string) => {
  const facts = factsOf('GET', path)
  const [handlers] = (await applicationOf(facts)).router.match('GET', path)
  return !facts.isForPrograms && handlers.some(([[handler, { method }]]) => method === 'GET' || handler.length < 2)
}

/** Redirects to the nearest parent path that is a page: the referrer of a form may be a POST-only path. */
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
    // The request and its context stay as they are.
    const response = await mount(fetch, { replaceRequest: false })(c, next)
    return response && redirectToPage(response)
  })
serveWith(app.fetch)
