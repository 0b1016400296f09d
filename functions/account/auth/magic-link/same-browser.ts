import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import { dropCookie, readCookie, writeCookie } from '../../../lib/http/respond'
import { senderOrigin } from '../../../lib/http/security'
import { isSameSecret, keyedHash, readSessionCookie, secretsOf, sha256Hex } from '../../../lib/secrets'
import { Email } from '../../../lib/text/email'
import { userByEmail } from '../queries'
import * as q from './queries'
import type { Redeemed } from './schema'

/** Cookie with the hashes of the links that this browser requested. */
const cookie = 'links'

/** Maximum number of a browser's links that sign in directly, latest first. */
const linksKept = 3

/** Ids of the sign-in requests of this browser, latest first. */
export const requestsOf = (c: Context) => (readCookie(c, cookie) ?? '').split('.').filter(Boolean).slice(0, linksKept)

/** Cookie with the address of this browser's latest link request. */
const emailCookie = 'email'

export const emailOf = (c: Context) => Email.safeParse(readCookie(c, emailCookie)).data ?? ''

/**
 * Remembers in the browser that it requested a link.
 * @param tokenHash hash of the link's token; undefined if no mail was sent
 */
export const rememberLink = <E extends App>(c: Context<E>, email: string, tokenHash: string) => {
  if (senderOrigin(c) !== 'here') return
  writeCookie(c, emailCookie, email, q.tokenMilliseconds / 1000)
  const hashes = [tokenHash, ...requestsOf(c)].slice(0, linksKept)
  writeCookie(c, cookie, hashes.join('.'), q.tokenMilliseconds / 1000)
}

/** Cookie of a browser in which a mailed link or code was used; it remains after signing out. */
const knownCookie = 'known'

const knownMark = (secret: string, email: string) => keyedHash(secret, 'known browsers', email)

export const rememberBrowser = async (c: Context<App>, { email }: Pick<Redeemed, 'email'>) =>
  writeCookie(c, knownCookie, await knownMark(c.env.JWT_SECRET, email.toLowerCase()), 365 * 24 * 60 * 60)

/** True if the address is or was signed in to in this browser. */
export const isKnownBrowser = async (c: Context<App>, email: string) => {
  const mark = readCookie(c, knownCookie) ?? ''
  const marks = await Promise.all(secretsOf(c.env).map((secret) => knownMark(secret, email)))
  if ((await Promise.all(marks.map((one) => isSameSecret(one, mark)))).includes(true)) return true
  const session = await readSessionCookie(c)
  return session !== null && (await userByEmail(c.env.DB, email))?.id === session.userId
}

/** True if a person navigated here; false for a prefetch, an image or a frame. */
const isOpened = ({ req }: Context) => {
  const isNavigation = [undefined, 'document'].includes(req.header('Sec-Fetch-Dest'))
  const purpose = req.header('Sec-Purpose') ?? req.header('Purpose') ?? req.header('X-Moz') ?? ''
  return req.raw.method === 'GET' && isNavigation && !/prefetch|prerender/i.test(purpose)
}

/**
 * Redeems a link in the browser that requested it. Otherwise returns null and leaves the link valid: a mail scanner has
 * no cookie, and neither has a person who was sent another person's link.
 */
export const redeemInBrowser = async (c: Context<App>, token: string) => {
  const tokenHash = await sha256Hex(token)
  if (!isOpened(c) || !requestsOf(c).includes(tokenHash)) return null
  const redeemed = await q.redeemBrowserLink(c.env.DB, tokenHash, Date.now())
  if (redeemed) dropCookie(c, cookie)
  return redeemed
}
