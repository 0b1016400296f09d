import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import { dropCookie, readCookie, writeCookie } from '../../../lib/respond'
import { hashed } from '../../../lib/secrets'
import { sentFrom } from '../../../lib/security'
import * as q from './queries'

/** Holds hashes of the links that this browser asked for. */
const cookie = 'links'

/** Links of one browser that sign in directly, latest first. */
const linksKept = 3

/** Ids of the requests of this browser, latest first. */
export const requestsOf = (c: Context) => (readCookie(c, cookie) ?? '').split('.').filter(Boolean).slice(0, linksKept)

/** Remembers in the browser that it asked for a link. */
export const rememberLink = <E extends App>(c: Context<E>, tokenHash: string) => {
  if (sentFrom(c) !== 'here') return
  const hashes = [tokenHash, ...requestsOf(c)].slice(0, linksKept)
  writeCookie(c, cookie, hashes.join('.'), q.tokenMilliseconds / 1000)
}

/** True for a link that somebody opened, and not for a prefetch, an image or a frame. */
const isOpened = ({ req }: Context) => {
  const isNavigation = [undefined, 'document'].includes(req.header('Sec-Fetch-Dest'))
  const purpose = req.header('Sec-Purpose') ?? req.header('Purpose') ?? req.header('X-Moz') ?? ''
  return req.raw.method === 'GET' && isNavigation && !/prefetch|prerender/i.test(purpose)
}

/**
 * Uses up a link that is opened in the browser that asked for it. Null for any other link, browser or request, which use
 * nothing up: a mail scanner has no such cookie, nor has a browser that somebody sends their own link to.
 */
export const redeemHere = async (c: Context<App>, token: string) => {
  const tokenHash = await hashed(token)
  if (!isOpened(c) || !requestsOf(c).includes(tokenHash)) return null
  const redeemed = await q.redeemBrowserLink(c.env.DB, tokenHash, Date.now())
  if (redeemed) dropCookie(c, cookie)
  return redeemed
}
