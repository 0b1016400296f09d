import type { Context } from 'hono'
import type { z } from 'zod'
import type { App } from '../../lib/env'
import { hashed, keyedHash } from '../../lib/secrets'
import { accountByMail, admit } from '../accounts'
import * as q from './queries'
import type { Redeemed, VerifyForm } from './schema'

/** How the code of an address is kept. */
export const codeHash = (c: Context<App>, email: string, code: string) =>
  keyedHash(c.env.JWT_SECRET, 'one-time codes', `${email}\n${code}`)

/** Uses up the link or the code that was sent; null when it lets nobody in. */
export const redeem = async (c: Context<App>, given: z.output<typeof VerifyForm>): Promise<Redeemed | null> => {
  const now = Date.now()
  if (given.token) return q.redeemToken(c.env.DB, await hashed(given.token), now)
  if (given.email && given.code) {
    return q.redeemCode(c.env.DB, given.email, await codeHash(c, given.email, given.code), now)
  }
  return null
}

/** The account of whom a link or a code lets in. */
export const letIn = async (c: Context<App>, redeemed: Redeemed) => {
  const now = Date.now()
  const account = await accountByMail(c.env.DB, redeemed, now)
  await admit(c.env, account, redeemed.email.toLowerCase(), now)
  return account
}
