import type { Context } from 'hono'
import type { App } from '../lib/env'
import { hashed, randomSecret } from '../lib/secrets'
import { readSessionCookie, writeSessionCookie } from '../lib/session-cookie'
import { deviceName } from './device'
import * as q from './queries'

/** Signs a person in to this browser, ends its previous session and redirects to `next`, a path on this site. */
export const startSession = async (c: Context<App>, userId: string, next: string) => {
  const id = randomSecret()
  const before = readSessionCookie(c)
  const { DB } = c.env
  await DB.batch([
    ...(before ? [q.deleteSession(DB, await hashed(before))] : []),
    q.insertSession(DB, await hashed(id), userId, deviceName(c.req.header('User-Agent')), Date.now()),
  ])
  writeSessionCookie(c, id, q.sessionSeconds)
  return c.redirect(next, 303)
}
