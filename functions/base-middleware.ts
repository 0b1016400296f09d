import type { MiddlewareHandler } from 'hono'
import { live } from './figures/live/socket'
import type { App } from './lib/env'
import { factsOf } from './lib/feature'
import { extensionCors, securityHeaders } from './lib/http/security'
import { log } from './lib/log'

/** Sets the facts of the path (lib/feature.ts). */
const facts: MiddlewareHandler<App> = (c, next) => {
  c.set('facts', factsOf(c.req.method, c.req.path))
  return next()
}

/** Middleware of every request, from the outside in. functions/middleware.ts has the rest, which loads pages. */
export const baseMiddleware: MiddlewareHandler<App>[] = [
  // First: it gives the request its id and counts all statements of the others.
  log,
  // Outside of all that write, to publish their versions.
  live,
  // Before all that ask for facts. `log` asks after the response.
  facts,
  // Outside of all that answer, as every answer has the headers.
  securityHeaders,
  // A preflight has no session: before anything refuses it.
  extensionCors,
]
