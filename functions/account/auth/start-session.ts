import type { Context } from 'hono'
import { closeSockets } from '../../lib/db/open-pages'
import type { App } from '../../lib/env'
import { randomSecret, readSessionCookie, sha256Hex, writeSessionCookie } from '../../lib/secrets'
import * as q from './queries'

const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/PowerShell\//, 'PowerShell'],
  [/^curl\//, 'curl'],
  [/^Wget\//, 'Wget'],
  [/^python/i, 'Python'],
  [/^(node|undici)$/, 'Node.js'],
  [/^Go-http-client\//, 'Go'],
]

const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const named = (list: [RegExp, string][], userAgent: string) => list.find(([pattern]) => pattern.test(userAgent))?.[1]

/** Names a device by its User-Agent header: `Firefox on Linux`. For display only. */
export const deviceName = (userAgent: string | undefined) => {
  const browser = named(browsers, userAgent ?? '') ?? 'an unknown device'
  const system = named(systems, userAgent ?? '')
  return system ? `${browser} on ${system}` : browser
}

/** Signs a person in to this browser and ends its previous session. Returns the hash of the new session. */
export const renewSession = async (c: Context<App>, userId: string, hasPasskey = false) => {
  const session = { userId, secret: randomSecret() }
  const before = await readSessionCookie(c)
  const { DB } = c.env
  const sessionHash = await sha256Hex(session.secret)
  const former = before && (await sha256Hex(before.secret))
  await DB.batch([
    q.insertSession(DB, sessionHash, userId, deviceName(c.req.header('User-Agent')), Date.now(), hasPasskey),
    ...(former ? q.replaceSession(DB, userId, former, sessionHash) : []),
  ])
  if (before) closeSockets(DB, before.userId)
  await writeSessionCookie(c, session, q.sessionSeconds)
  return sessionHash
}

/** Signs a person in to this browser and redirects to `next`, a path on this site. */
export const startSession = async (c: Context<App>, userId: string, next: string, hasPasskey = false) => {
  await renewSession(c, userId, hasPasskey)
  return c.redirect(next, 303)
}
