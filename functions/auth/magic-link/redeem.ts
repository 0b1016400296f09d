import type { Context } from 'hono'
import type { z } from 'zod'
import type { App } from '../../lib/env'
import { networkKey } from '../../lib/network'
import { rateLimitFailures } from '../../lib/rate-limit'
import { hashed, keyedHash } from '../../lib/secrets'
import { accountByMail, admit } from '../accounts'
import * as q from './queries'
import type { Redeemed, VerifyForm } from './schema'

export const codeHash = (c: Context<App>, email: string, code: string) =>
  keyedHash(c.env.JWT_SECRET, 'one-time codes', `${email}\n${code}`)

/** Failures of a network per hour. */
const failuresAllowed = 100

const redeemOnce = async (
  c: Context<App>,
  { token, email, code }: z.output<typeof VerifyForm>,
): Promise<Redeemed | null> => {
  const now = Date.now()
  if (token) return q.redeemToken(c.env.DB, await hashed(token), now)
  if (email && code) {
    return q.redeemCode(c.env.DB, email, await codeHash(c, email, code), now)
  }
  return null
}

/**
 * Uses up a link or a code; null when it is invalid. A failure counts against the network, which is stopped (throws,
 * 429) before any lookup once it failed too often.
 */
export const redeem = async (c: Context<App>, credentials: z.output<typeof VerifyForm>) => {
  const limit = { key: await networkKey(c, 'failures'), limit: failuresAllowed, seconds: 60 * 60 }
  const forgive = await rateLimitFailures(c, limit, 'Too many wrong links and codes from your network.')
  const redeemed = await redeemOnce(c, credentials)
  if (redeemed) await forgive()
  return redeemed
}

/** Finds or creates the account of a redeemed link or code. Refuses a suspended account (throws, 403). */
export const signInByMail = async (c: Context<App>, redeemed: Redeemed) => {
  const now = Date.now()
  const account = await accountByMail(c.env.DB, redeemed, now)
  await admit(c.env, account, redeemed.email.toLowerCase(), now)
  return account
}
