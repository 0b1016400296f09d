import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { type App, isDevelopment } from './env'

/** Matches any extension, because an unpacked one has another id on each machine. */
const anyExtension = /^chrome-extension:\/\/[a-p]{32}$/

const listed = (origins = '') => origins.split(',').map((origin) => origin.trim().replace(/\/$/, ''))

const isTheirOrigin = (origin: string, env: App['Bindings']) =>
  listed(env.EXTENSION_ORIGINS).includes(origin) || (isDevelopment(env) && anyExtension.test(origin))

const allowed = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
  allowHeaders: ['Content-Type', 'Authorization', 'Idempotency-Key'],
  maxAge: 600,
})

const theirPaths = /^\/(api\/(sessions|stats|activities)(\/|$)|auth\/(refresh|github\/callback)$)/

/**
 * Lets the browser extension and its dashboard read responses, errors too: by token, never with a cookie. Answers the
 * preflight. A GET to /auth/github/callback is GitHub's redirect of a person, and nobody else may read it.
 */
export const extensionCors: MiddlewareHandler<App> = async (c, next) => {
  const isPage = c.req.method === 'GET' && c.req.path.startsWith('/auth/')
  if (isPage || !theirPaths.test(c.req.path)) return next()
  const origin = c.req.header('Origin')
  if (origin && isTheirOrigin(origin, c.env)) return allowed(c, next)
  await next()
  c.header('Vary', 'Origin', { append: true })
}
