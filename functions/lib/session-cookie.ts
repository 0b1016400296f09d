import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { App } from './env'
import { isSameSecret, keyedHash } from './secrets'

export const isSecure = (c: Context) => c.req.url.startsWith('https:')

/** Name of the session cookie. The prefix binds it to this host, and exists over https only. */
export const sessionCookie = (c: Context) => (isSecure(c) ? '__Host-session' : 'session')

/** A browser's session as its cookie has it. A restore may have given the person another id since. */
export type Session = { userId: string; secret: string }

/** Value of the cookie: the person, the secret, and a signature, so that nobody names somebody else. */
export const sessionValue = async (key: string, { userId, secret }: Session) => {
  const session = `${userId}.${secret}`
  return `${session}.${await keyedHash(key, 'session cookies', session)}`
}

/** The session of the cookie; null without one, and where its signature is false. */
export const readSessionCookie = async (c: Context<App>): Promise<Session | null> => {
  const sent = getCookie(c, sessionCookie(c))
  const [userId = '', secret = ''] = sent?.split('.') ?? []
  const session = { userId, secret }
  return sent && (await isSameSecret(sent, await sessionValue(c.env.JWT_SECRET, session))) ? session : null
}

/** Sets a cookie that no script reads. @param maxAge seconds for which the browser keeps it */
export const writeCookie = (c: Context, name: string, value: string, maxAge: number) =>
  setCookie(c, name, value, { path: '/', secure: isSecure(c), httpOnly: true, sameSite: 'Lax', maxAge })

/** @param seconds for which the browser keeps it */
export const writeSessionCookie = async (c: Context<App>, session: Session, seconds: number) =>
  writeCookie(c, sessionCookie(c), await sessionValue(c.env.JWT_SECRET, session), seconds)

export const clearSessionCookie = (c: Context) => deleteCookie(c, sessionCookie(c), { path: '/', secure: isSecure(c) })
