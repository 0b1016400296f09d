import type { Context } from 'hono'
import type { App } from '../lib/env'
import { hashed, randomSecret, readSessionCookie, writeSessionCookie } from '../lib/secrets'
import { deviceName } from './device'
import * as q from './queries'

/** Signs a person in to this browser, ends its previous session and redirects to `next`, a path on this site. */
export const startSession = async (c: Context<App>, userId: string, next: string) => {
  const session = { userId, secret: randomSecret() }
  const before = await readSessionCookie(c)
  const { DB } = c.env
  await DB.batch([
    ...(before ? [q.deleteSession(DB, await hashed(before.secret))] : []),
    q.insertSession(DB, await hashed(session.secret), userId, deviceName(c.req.header('User-Agent')), Date.now()),
  ])
  await writeSessionCookie(c, session, q.sessionSeconds)
  return c.redirect(next, 303)
}
