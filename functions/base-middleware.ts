import type { MiddlewareHandler } from 'hono'
import { live } from './figures/live/socket'
import type { App } from './lib/env'
import { factsOf } from './lib/feature'
import { extensionCors, securityHeaders } from './lib/http/security'
import { log } from './lib/log'

/** Sets the facts of the request's path, which its feature declares (lib/feature.ts). */
const facts: MiddlewareHandler<App> = (c, next) => {
  c.set('facts', factsOf(c.req.method, c.req.path))
  return next()
}

/** Middleware of every request, outermost first. functions/middleware.ts has the middleware that loads pages. */
export const baseMiddleware: MiddlewareHandler<App>[] = [
  // First: gives the request its id and counts the statements of all the others.
  log,
  // Before everything that writes, because it publishes the new versions afterwards.
  live,
  // Before everything that reads the facts. `log` reads them after the response.
  facts,
  // Before everything that responds, because each response needs these headers.
  securityHeaders,
  // Before anything that could refuse a preflight, which carries no session.
  extensionCors,
]
