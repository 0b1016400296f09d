import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

export const isSecure = (c: Context) => c.req.url.startsWith('https:')

/** Name of the session cookie. The prefix binds it to this host, and exists over https only. */
export const sessionCookie = (c: Context) => (isSecure(c) ? '__Host-session' : 'session')

export const readSessionCookie = (c: Context) => getCookie(c, sessionCookie(c))

/** Sets a cookie that no script reads. @param maxAge seconds for which the browser keeps it */
export const writeCookie = (c: Context, name: string, value: string, maxAge: number) =>
  setCookie(c, name, value, { path: '/', secure: isSecure(c), httpOnly: true, sameSite: 'Lax', maxAge })

/** @param seconds for which the browser keeps it */
export const writeSessionCookie = (c: Context, id: string, seconds: number) =>
  writeCookie(c, sessionCookie(c), id, seconds)

export const clearSessionCookie = (c: Context) => deleteCookie(c, sessionCookie(c), { path: '/', secure: isSecure(c) })
