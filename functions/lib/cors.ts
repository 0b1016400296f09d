import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { type App, isDevelopment } from './env'

/** The id of a browser extension, of which an unpacked one has another on each machine. */
const anyExtension = /^chrome-extension:\/\/[a-p]{32}$/

const listed = (origins = '') => origins.split(',').map((origin) => origin.trim().replace(/\/$/, ''))

const isTheirOrigin = (origin: string, env: App['Bindings']) =>
  listed(env.EXTENSION_ORIGINS).includes(origin) || (isDevelopment(env) && anyExtension.test(origin))

const allowed = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
  allowHeaders: ['Content-Type', 'Authorization'],
  maxAge: 600,
})

const theirPaths = /^\/(api\/(sessions|stats|activities)(\/|$)|auth\/(refresh|github\/callback)$)/

/**
 * Lets the browser extension and its dashboard read the answers to what they call, refusals too: by token, never with a
 * cookie. A preflight is answered here. GitHub leads people to one of these paths, by GET, which is nobody else's.
 */
export const extensionCors: MiddlewareHandler<App> = async (c, next) => {
  const isPage = c.req.method === 'GET' && c.req.path.startsWith('/auth/')
  if (isPage || !theirPaths.test(c.req.path)) return next()
  const origin = c.req.header('Origin')
  if (origin && isTheirOrigin(origin, c.env)) return allowed(c, next)
  await next()
  c.header('Vary', 'Origin', { append: true })
}
