import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { CheckMailPage } from '../../../views/auth/check-mail'
import { VerifyPage } from '../../../views/auth/verify'
import { Email } from '../../lib/email'
import type { App } from '../../lib/env'
import { flash, isJson, wantsJson } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { limitKey, networkKey, rateLimit, rateLimitFailures } from '../../lib/rate-limit'
import type { Limit } from '../../lib/rate-limits'
import { hashed, keyedHash, randomCode, randomSecret } from '../../lib/secrets'
import { canMail, sendMail, usesOutbox } from '../../mail/send'
import { accountByMail, admit } from '../accounts'
import { readCredentials } from '../credentials'
import { deviceName } from '../device'
import { signInTracker } from '../programs/issue'
import { nextPath } from '../sign-in'
import { startSession } from '../start-session'
import { answerToken } from './command-line'
import { signInMail } from './mail'
import * as q from './queries'
import { noMail, refuseAddress, refuseCredentials, respondLinkGone, respondMailFailed } from './refusals'
import { type LinkClient, MagicLinkForm, type Redeemed, VerifyForm } from './schema'

const codeHash = (c: Context<App>, email: string, code: string) =>
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

/**
 * Mails a link and a code, whether or not the address has an account, so that nobody learns which. False when no mail
 * could be sent; link and code are void then.
 */
const mailLink = async (c: Context<App>, form: MagicLinkForm) => {
  const now = Date.now()
  const token = randomSecret()
  const code = randomCode()
  const device = deviceName(c.req.header('User-Agent'))
  const [tokenHash, hashedCode] = await Promise.all([hashed(token), codeHash(c, form.email, code)])
  const client = linkClient(c, form)
  await q.addToken(c.env.DB, { ...form, client, tokenHash, codeHash: hashedCode, device }, now).run()
  // The sender chooses the Host header, unless a proxy such as Cloudflare checks it.
  const { origin } = new URL(c.env.PUBLIC_URL || c.req.url)
  const link = `${origin}/auth/verify?token=${token}`
  const isSent = await sendMail(c.env, signInMail({ ...form, link, code, device }), now)
  if (!isSent) await q.deleteToken(c.env.DB, tokenHash)
  return isSent
}

/** Kind of client that asks for a link. Browsers send `Origin` or `Sec-Fetch-Site` with a POST, other programs neither. */
const linkClient = (c: Context, { client }: MagicLinkForm): LinkClient => {
  if (client !== null) return client
  const isBrowser = c.req.header('Origin') !== undefined || c.req.header('Sec-Fetch-Site') !== undefined
  return !isBrowser && isJson(c.req.header('Content-Type')) ? 'program' : null
}

/** True for a program that opens a link: browsers and mail scanners accept pages. */
const wantsJwt = (c: Context) => {
  const accept = c.req.header('Accept')
  return c.req.raw.method === 'GET' && (accept === undefined || isJson(accept))
}

/**
 * Signs in the program that asked for the link and opens it, and answers its JWT. Null for any other link or request,
 * which use nothing up. Refuses a suspended account (throws, 403).
 */
const answerJwt = async (c: Context<App>, token: string) => {
  if (!wantsJwt(c)) return null
  const now = Date.now()
  const redeemed = await q.redeemProgramLink(c.env.DB, await hashed(token), now)
  if (!redeemed) return null
  const { id } = await signInByMail(c, redeemed)
  return c.json({ jwt: await signInTracker(c.env, id, redeemed.email, redeemed.device, now) })
}

const oneHour = 60 * 60

export const magicLink = new Hono<App>()
  .post('/magic-link', async (c) => {
    if (!canMail(c.env)) throw new ProblemError(noMail)
    const body = await readCredentials(c)
    const { success, data: form, error } = MagicLinkForm.safeParse(body)
    if (!success) return refuseAddress(c, body, error)
    const limits: Limit[] = [
      { key: await limitKey(c, 'mail-to', form.email), limit: 5, seconds: oneHour, shared: true },
      { key: await networkKey(c, 'mail-from'), limit: 20, seconds: oneHour },
    ]
    await rateLimit(c, 'magic-links', limits, 'Too many sign-in links requested. Those already sent still work.')
    if (!(await mailLink(c, form))) return respondMailFailed(c, form)
    if (wantsJson(c)) return c.json({ status: 'sent' }, 202)
    if (form.again) flash(c, { message: 'Another email is on its way' })
    const { email, next } = form
    return c.redirect(`/auth/check-mail?${new URLSearchParams({ email, ...(next !== '/' && { next }) })}`, 303)
  })

  .get('/check-mail', (c) => {
    const { data: email = '' } = Email.safeParse(c.req.query('email'))
    return c.render(<CheckMailPage email={email} next={nextPath(c)} outbox={usesOutbox(c.env)} />, {
      title: 'Check your email',
    })
  })

  .get('/verify', async (c) => {
    const token = c.req.query('token') ?? ''
    const jwt = await answerJwt(c, token)
    if (jwt) return jwt
    const request = await q.findToken(c.env.DB, await hashed(token), Date.now())
    if (!request) return respondLinkGone(c)
    const title = request.client === 'cli' ? 'Get a token' : 'Sign in'
    return c.render(<VerifyPage token={token} request={request} now={Date.now()} />, { title })
  })

  .post('/verify', async (c) => {
    const body = await readCredentials(c)
    const { success, data: credentials, error } = VerifyForm.safeParse(body)
    if (!success) return refuseCredentials(c, body, error)
    const redeemed = await redeem(c, credentials)
    if (!redeemed) return refuseCredentials(c, body)
    const account = await signInByMail(c, redeemed)
    return redeemed.client === 'cli' ? answerToken(c, account, redeemed) : startSession(c, account.id, redeemed.next)
  })
