import type { Context } from 'hono'
import type { z } from 'zod'
import type { App } from '../../lib/env'
import { networkKey } from '../../lib/network'
import { rateLimitFailures } from '../../lib/rate-limit'
import { hashed, keyedHash } from '../../lib/secrets'
import { accountByMail, admit } from '../accounts'
import * as q from './queries'
import type { Redeemed, VerifyForm } from './schema'

/** How the code of an address is kept. */
export const codeHash = (c: Context<App>, email: string, code: string) =>
  keyedHash(c.env.JWT_SECRET, 'one-time codes', `${email}\n${code}`)

/** How often a network may fail in an hour before it is stopped, whatever it tries next. */
const failuresAllowed = 100

const redeemOnce = async (c: Context<App>, given: z.output<typeof VerifyForm>): Promise<Redeemed | null> => {
  const now = Date.now()
  if (given.token) return q.redeemToken(c.env.DB, await hashed(given.token), now)
  if (given.email && given.code) {
    return q.redeemCode(c.env.DB, given.email, await codeHash(c, given.email, given.code), now)
  }
  return null
}

/**
 * Uses up the link or the code that was sent; null when it lets nobody in. That counts against the network it came
 * from, and one that failed too often is stopped (throws, 429) before anything is looked up.
 */
export const redeem = async (c: Context<App>, given: z.output<typeof VerifyForm>) => {
  const limit = { key: await networkKey(c, 'failures'), limit: failuresAllowed, seconds: 60 * 60 }
  const forgive = await rateLimitFailures(
    c,
    limit,
    'Too many links and codes that let nobody in came from your network.',
  )
  const redeemed = await redeemOnce(c, given)
  if (redeemed) await forgive()
  return redeemed
}

/** The account of whom a link or a code lets in, made if there is none; one that is suspended is refused (throws, 403). */
export const signInByMail = async (c: Context<App>, redeemed: Redeemed) => {
  const now = Date.now()
  const account = await accountByMail(c.env.DB, redeemed, now)
  await admit(c.env, account, redeemed.email.toLowerCase(), now)
  return account
}
