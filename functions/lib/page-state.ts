import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isSecure } from './session-cookie'

const cookie = 'page-state'

/** Seconds. A browser whose script no longer runs soon stores no page. */
const kept = 24 * 60 * 60

/**
 * Random value, no secret, which the script of each page sets (client/stored-pages.ts). Undefined in a browser without
 * script.
 */
export const pageState = <C extends Context>(c: C) => {
  const state = getCookie(c, cookie)
  return state !== undefined && /^\w{1,40}$/.test(state) ? state : undefined
}

/** Changes the state after each write, sign-in and sign-out, which outdates the pages that the browser has stored. */
export const movePageState: MiddlewareHandler = async (c, next) => {
  await next()
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)
  if (pageState(c) === undefined || (isRead && !c.res.headers.has('Clear-Site-Data'))) return
  const value = crypto.randomUUID().slice(0, 8)
  setCookie(c, cookie, value, { path: '/', secure: isSecure(c), sameSite: 'Lax', maxAge: kept })
}
