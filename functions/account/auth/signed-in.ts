import type { Context, MiddlewareHandler } from 'hono'
import { orgTime, requestedOrg } from '../../frame/context/middleware'
import { prefetchReads, setTokenName } from '../../lib/db/reads'
import { setSignInHead } from '../../lib/db/sql'
import type { Access, App, PersonHead, User } from '../../lib/env'
import { factsOf, type Scope } from '../../lib/feature'
import { type Problem, ProblemError, problems } from '../../lib/http/problem'
import { flash, isJson, isReadMethod, previousPath, wantsFragment, wantsJson } from '../../lib/http/respond'
import { waitUntil } from '../../lib/http/wait-until'
import { logEvent } from '../../lib/log'
import { readSessionCookie, sha256Hex, writeSessionCookie } from '../../lib/secrets'
import { dayMs, hourMs } from '../../lib/time/units'
import { bearerToken, findTokenHolder } from './bearer'
import { lacksPasskey } from './passkeys/passkeys'
import { personOf } from './person'
import * as q from './queries'

type SignedIn = { user: User; head: PersonHead; access: Access }

/** Reads the person from a row. On their first request of the day, also starts the daily work. */
const comes = (c: Context<App>, stored: q.StoredUser, now: number): Pick<SignedIn, 'user' | 'head'> => {
  if (now - (stored.last_active_at ?? 0) > dayMs) {
    c.set('isFirstOfDay', true)
    waitUntil(c, q.recordDailyVisit(c.env.DB, stored, now))
  }
  return personOf(stored)
}

/** Reads the session of the cookie. Extends it at most once an hour. */
export const readCookieSession = async (c: Context<App>): Promise<SignedIn | null> => {
  const session = await readSessionCookie(c)
  if (!session) return null
  const now = Date.now()
  const sessionHash = await sha256Hex(session.secret)
  const holder = q.sessionHolder(c.env.DB, sessionHash, now)
  // `readContext` awaits this read: declared here, it shares one round trip with the session.
  prefetchReads(orgTime(c.env.DB, session.userId, requestedOrg(c).org))
  c.var.named?.(session.userId)
  const row = await holder
  if (!row) return null
  const { last_seen_at, proven_at: provenAt, has_passkey, ...person } = row
  const isOld = now - last_seen_at > hourMs
  if (isOld) waitUntil(c, q.prolongSession(c.env.DB, sessionHash, now).run())
  if (isOld || session.isOutdated || person.id !== session.userId)
    await writeSessionCookie(c, { ...session, userId: person.id }, q.sessionSeconds)
  return {
    ...comes(c, person, now),
    access: { by: 'browser', sessionHash, provenAt, hasPasskey: has_passkey === 1 },
  }
}

export const browserUser = async (c: Context<App>): Promise<User | null> => (await readCookieSession(c))?.user ?? null

/** The error for an invalid bearer token (RFC 6750, 3.1). */
export const invalidToken = (c: Context<App>, problem: Problem = problems.invalidToken) => {
  c.header('WWW-Authenticate', 'Bearer realm="Daymark", error="invalid_token"')
  return new ProblemError(problem)
}

/** Signs in by a bearer token. An invalid token is refused even if the cookie is valid. */
const byBearer = async (c: Context<App>, token: string): Promise<SignedIn> => {
  const holder = await findTokenHolder(c, token)
  if (!holder) throw invalidToken(c)
  return { ...comes(c, holder.person, Date.now()), access: holder.access }
}

/** True if the route accepts a token. Learning trackers also use `/sessions` to list sessions as JSON. */
const acceptsBearer = (c: Context<App>) =>
  c.var.facts.takesTokens || (c.req.method === 'GET' && c.req.path === '/sessions' && isJson(c.req.header('Accept')))

/** The page to return to: the requested one, else the page that sent the request. */
const returnPath = (c: Context) => {
  const { pathname, search } = new URL(c.req.url)
  const isPage = c.req.method === 'GET' && c.req.header('HX-Current-URL') === undefined
  return isPage ? pathname + search : previousPath(c, '/')
}

const requireSignIn = (c: Context<App>) => {
  const signIn = `/sign-in?${new URLSearchParams({ next: returnPath(c) })}`
  if (wantsFragment(c) || c.req.header('HX-Request')) {
    c.header('HX-Redirect', signIn)
    throw new ProblemError(problems.signedOut)
  }
  if (wantsJson(c)) {
    if (acceptsBearer(c)) c.header('WWW-Authenticate', 'Bearer realm="Daymark"')
    throw new ProblemError(problems.signedOut)
  }
  if (c.req.method === 'POST') {
    flash(c, {
      message: 'You were signed out, so nothing was saved. Your browser’s Back button may still have what you typed.',
    })
  }
  return c.redirect(signIn, 303)
}

/**
 * Responds as if signed out if an error came from the account being deleted while the request ran. Returns null if the
 * account exists.
 * @throws ProblemError 401
 */
export const answerIfDeleted = async (c: Context<App>, { status, code }: Problem) => {
  const { user } = c.var
  const mayComeOfIt = status >= 500 || code === problems.busy.code
  if (!user || !mayComeOfIt || (await q.accountExists(c.env.DB, user.id))) return null
  return requireSignIn(c)
}

const otherPerson = {
  status: 409,
  code: 'other_person',
  title: 'Someone else is signed in here',
  detail: 'This page belongs to another account. Nothing was changed. Reload the page.',
} as const satisfies Problem

/** Refuses a request of a page that was opened before another person signed in (client/frame/sign-in-guard.ts). */
const refuseOtherPerson = (c: Context<App>, user: User) => {
  const person = c.req.header('X-Person')
  if (person === undefined || person === user.id) return
  c.header('HX-Redirect', returnPath(c))
  throw new ProblemError(otherPerson)
}

/** Scopes that a personal token lacks for a request, or who may send it instead; undefined if the token may. */
export const missingScopes = (granted: Scope[], method: string, path: string) => {
  const { scopes = { all: [isReadMethod(method) ? 'read' : 'write'] } } = factsOf(method, path)
  if (scopes === 'any') return undefined
  if (scopes === 'none' || scopes === 'programs') return scopes
  if ('one' in scopes) return scopes.one.some((scope) => granted.includes(scope)) ? undefined : scopes.one.slice(0, 1)
  const missing = scopes.all.filter((scope) => !granted.includes(scope))
  return missing.length > 0 ? missing : undefined
}

/** Like `missingScopes`, for any kind of access. Only a personal token can have the scope `admin`. */
const lacks = (access: Access, method: string, path: string) => {
  if (access.by === 'browser') return undefined
  if (access.by === 'token') return missingScopes(access.scopes, method, path)
  const { isForAdmins, isForExtension, isForTrackers, scopes } = factsOf(method, path)
  if (isForAdmins) return ['admin' as const]
  if (access.by === 'program') return scopes === 'none' ? 'none' : undefined
  return (access.by === 'extension' ? isForExtension : isForTrackers) ? undefined : 'none'
}

const insufficientScope = (missing: NonNullable<ReturnType<typeof lacks>>): Problem => ({
  status: 403,
  code: 'insufficient_scope',
  title: 'The token isn’t allowed to do that',
  detail: Array.isArray(missing)
    ? `The token lacks the scope ${missing.join(' and ')}. Create one with it in Settings, API tokens.`
    : `This token can’t do this. Sign in ${missing === 'none' ? 'in a browser ' : ''}instead.`,
})

/** Logs a refusal for missing permission. */
const refusal = (c: Context<App>, problem: Problem, facts: Parameters<typeof logEvent>[2]) => {
  logEvent(c, 'scope_refused', facts)
  return new ProblemError(problem)
}

/** Sets `user` and `access`, or redirects the visitor to sign in. */
export const requireUser: MiddlewareHandler<App> = async (c, next) => {
  const token = acceptsBearer(c) ? bearerToken(c) : undefined
  const found = token === undefined ? await readCookieSession(c) : await byBearer(c, token)
  if (!found) return requireSignIn(c)
  const { user, head, access } = found
  refuseOtherPerson(c, user)
  const missing = lacks(access, c.req.method, c.req.path)
  if (missing) {
    const scope = Array.isArray(missing) ? `, scope="${missing.join(' ')}"` : ''
    c.header('WWW-Authenticate', `Bearer realm="Daymark", error="insufficient_scope"${scope}`)
    throw refusal(c, insufficientScope(missing), { user: user.id, scopes: [missing].flat() })
  }
  c.set('user', user)
  c.set('head', head)
  setSignInHead(c.env.DB, user.id, head)
  c.set('access', access)
  if (access.by === 'token') setTokenName(c.env.DB, access.name)
  await next()
}

const passkeyNeeded: Problem = {
  status: 403,
  code: 'passkey_needed',
  title: 'Admins need a passkey here',
  detail: 'Add a passkey in Settings, Sign-in and devices, or sign in with yours.',
  again: '/settings/sign-in#passkeys',
}

export const requireAdmin: MiddlewareHandler<App> = async (c, next) => {
  if (!c.var.facts.isForAdmins) return next()
  const scopes = ['admin']
  if (c.var.user.role !== 'admin') throw refusal(c, problems.adminsOnly, { scopes })
  if (lacksPasskey(c)) throw refusal(c, passkeyNeeded, { scopes, way: 'passkey' })
  await next()
}
