import type { Context } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import { isSecure, sessionCookie, writeCookie } from './cookie'
import type { App } from './env'
import { isSameSecret, keyedHash } from './secrets'

/** A browser's session as its cookie has it. A restore may have given the person another id since. */
type Session = { userId: string; secret: string }

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

/** @param seconds for which the browser keeps it */
export const writeSessionCookie = async (c: Context<App>, session: Session, seconds: number) =>
  writeCookie(c, sessionCookie(c), await sessionValue(c.env.JWT_SECRET, session), seconds)

export const clearSessionCookie = (c: Context) => deleteCookie(c, sessionCookie(c), { path: '/', secure: isSecure(c) })
