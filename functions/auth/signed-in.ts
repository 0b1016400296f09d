import type { Context, MiddlewareHandler } from 'hono'
import type { App, User } from '../lib/env'
import { later } from '../lib/later'
import { wantsJson, wantsPart } from '../lib/page'
import { readPreferences } from '../lib/preferences'
import { ProblemError, problems } from '../lib/problem'
import { hashed } from '../lib/secrets'
import { readSessionCookie, writeSessionCookie } from '../lib/session-cookie'
import * as q from './queries'

const oneDay = 24 * 60 * 60 * 1000

/** The person whose browser this is, if their session still stands. A session in use is prolonged once a day. */
export const visitor = async (c: Context<App>): Promise<User | null> => {
  const id = readSessionCookie(c)
  if (!id) return null
  const now = Date.now()
  const idHash = await hashed(id)
  const row = await q.signedIn(c.env.DB, idHash, now)
  if (!row) return null
  if (now - row.last_seen_at > oneDay) {
    later(c, q.dailyWork(c.env.DB, idHash, row.id, now))
    writeSessionCookie(c, id, q.sessionSeconds)
  }
  const { last_seen_at: _, preferences, ...user } = row
  return { ...user, preferences: readPreferences(preferences) }
}

/** The page to come back to after signing in: the one asked for, or the one on which htmx asked. */
const returnPath = (c: Context) => {
  const url = URL.parse(c.req.header('HX-Current-URL') ?? c.req.url)
  return url && c.req.method === 'GET' ? url.pathname + url.search : (url?.pathname ?? '/')
}

/** Everything behind it belongs to a person: sets `user`, or sends the visitor to sign in. */
export const requireUser: MiddlewareHandler<App> = async (c, next) => {
  const user = await visitor(c)
  if (!user) {
    const signIn = `/sign-in?${new URLSearchParams({ next: returnPath(c) })}`
    if (wantsPart(c) || c.req.header('HX-Request')) {
      c.header('HX-Redirect', signIn)
      throw new ProblemError(problems.signedOut)
    }
    if (wantsJson(c)) throw new ProblemError(problems.signedOut)
    return c.redirect(signIn, 303)
  }
  c.set('user', user)
  await next()
}
