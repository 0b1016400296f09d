import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'

export const isSecure = (c: Context) => c.req.url.startsWith('https:')

/** Name of the session cookie. The prefix binds it to this host, and exists over https only. */
export const sessionCookie = (c: Context) => (isSecure(c) ? '__Host-session' : 'session')

/** Sets a cookie that no script reads. @param maxAge seconds for which the browser keeps it */
export const writeCookie = (c: Context, name: string, value: string, maxAge: number) =>
  setCookie(c, name, value, { path: '/', secure: isSecure(c), httpOnly: true, sameSite: 'Lax', maxAge })
