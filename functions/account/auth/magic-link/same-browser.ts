import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import { dropCookie, readCookie, writeCookie } from '../../../lib/http/respond'
import { sentFrom } from '../../../lib/http/security'
import { hashed, isSameSecret, keyedHash, readSessionCookie, secretsOf } from '../../../lib/secrets'
import { Email } from '../../../lib/text/email'
import { userByEmail } from '../queries'
import * as q from './queries'
import type { Redeemed } from './schema'

/** Holds hashes of the links that this browser asked for. */
const cookie = 'links'

/** Links of one browser that sign in directly, latest first. */
const linksKept = 3

/** Ids of the requests of this browser, latest first. */
export const requestsOf = (c: Context) => (readCookie(c, cookie) ?? '').split('.').filter(Boolean).slice(0, linksKept)

/** Holds the address that this browser asked for last. */
const emailCookie = 'email'

export const emailOf = (c: Context) => Email.safeParse(readCookie(c, emailCookie)).data ?? ''

/** Remembers in the browser that it asked for a link. @param tokenHash of the link; undefined where none was mailed */
export const rememberLink = <E extends App>(c: Context<E>, email: string, tokenHash: string | undefined) => {
  if (sentFrom(c) !== 'here') return
  writeCookie(c, emailCookie, email, q.tokenMilliseconds / 1000)
  if (tokenHash === undefined) return
  const hashes = [tokenHash, ...requestsOf(c)].slice(0, linksKept)
  writeCookie(c, cookie, hashes.join('.'), q.tokenMilliseconds / 1000)
}

/** Marks a browser that a mailed link or code signed in; it stays after the sign-out. */
const knownCookie = 'known'

const knownMark = (secret: string, email: string) => keyedHash(secret, 'known browsers', email)

export const rememberBrowser = async (c: Context<App>, { email }: Pick<Redeemed, 'email'>) =>
  writeCookie(c, knownCookie, await knownMark(c.env.JWT_SECRET, email.toLowerCase()), 365 * 24 * 60 * 60)

/** True for a browser in which the address is or was signed in. */
export const isKnownBrowser = async (c: Context<App>, email: string) => {
  const mark = readCookie(c, knownCookie) ?? ''
  const marks = await Promise.all(secretsOf(c.env).map((secret) => knownMark(secret, email)))
  if ((await Promise.all(marks.map((one) => isSameSecret(one, mark)))).includes(true)) return true
  const session = await readSessionCookie(c)
  return session !== null && (await userByEmail(c.env.DB, email))?.id === session.userId
}

/** True for a navigation by a person; false for a prefetch, an image or a frame. */
const isOpened = ({ req }: Context) => {
  const isNavigation = [undefined, 'document'].includes(req.header('Sec-Fetch-Dest'))
  const purpose = req.header('Sec-Purpose') ?? req.header('Purpose') ?? req.header('X-Moz') ?? ''
  return req.raw.method === 'GET' && isNavigation && !/prefetch|prerender/i.test(purpose)
}

/**
 * Redeems a link in the browser that requested it. Null otherwise, and then the link stays valid: mail scanners lack the cookie,
 * and so does the browser of a person who was sent another person's link.
 */
export const redeemHere = async (c: Context<App>, token: string) => {
  const tokenHash = await hashed(token)
  if (!isOpened(c) || !requestsOf(c).includes(tokenHash)) return null
  const redeemed = await q.redeemBrowserLink(c.env.DB, tokenHash, Date.now())
  if (redeemed) dropCookie(c, cookie)
  return redeemed
}
