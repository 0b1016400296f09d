import { cors } from 'hono/cors'
import { type App, isDevelopment } from './env'

/** The id of a browser extension, of which an unpacked one has another on each machine. */
const anyExtension = /^chrome-extension:\/\/[a-p]{32}$/

const listed = (origins = '') => origins.split(',').map((origin) => origin.trim().replace(/\/$/, ''))

/** Lets the browser extension and its dashboard read the answers: by token, never with a cookie. */
export const extensionCors = cors({
  origin: (origin, c: { env: App['Bindings'] }) => {
    const isTheirs = listed(c.env.EXTENSION_ORIGINS).includes(origin)
    return origin && (isTheirs || (isDevelopment(c.env) && anyExtension.test(origin))) ? origin : null
  },
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
  allowHeaders: ['Content-Type', 'Authorization'],
  maxAge: 600,
})
