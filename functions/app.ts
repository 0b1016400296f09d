import { Hono } from 'hono'
import { mount } from 'hono/mount'
import { factsOf, features } from './areas'
import type { App } from './lib/env'
import { type Facts, type LoadRoutes, mountsOf } from './lib/feature'
import { serveWith } from './lib/http/dispatch'
import { behindMiddleware } from './middleware'

const none: LoadRoutes = async () => []

/** Routes that were loaded, each behind the middleware of the whole. */
const applications = new Map<LoadRoutes, Hono<App>>()

const applicationOf = async ({ routes = none, base = '', isOpen }: Facts) => {
  const application = applications.get(routes) ?? behindMiddleware(base, [await routes()].flat(), isOpen)
  applications.set(routes, application)
  return application
}

/** Loads the routes of all features. */
export const loadRoutes = async () => {
  const all = await Promise.all([{}, ...mountsOf(features)].map(applicationOf))
  return all.flatMap(({ routes }) => routes)
}

export const app = new Hono<App>().all('*', async (c, next) => {
  const { fetch } = await applicationOf(factsOf(c.req.method, c.req.path))
  // The request and its context stay as they are.
  return mount(fetch, { replaceRequest: false })(c, next)
})
serveWith(app.fetch)
