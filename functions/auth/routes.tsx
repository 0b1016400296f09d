import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { CheckMailPage } from '../../views/auth/check-mail'
import { SignInPage } from '../../views/auth/sign-in'
import { VerifyPage } from '../../views/auth/verify'
import { type App, isDevelopment } from '../lib/env'
import { typed } from '../lib/form'
import { isJson, isPathHere, wantsJson } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { hashed, keyedHash, randomCode, randomSecret } from '../lib/secrets'
import { clearSessionCookie, readSessionCookie } from '../lib/session-cookie'
import { deviceName } from './device'
import { enter } from './enter'
import { sendMail, signInMail } from './mail'
import * as q from './queries'
import { linkGone, refuseAddress, refuseEntry } from './refusals'
import { MagicLinkForm, type Redeemed, VerifyForm } from './schema'
import { visitor } from './signed-in'

/** What was submitted, as a form or as JSON. */
const sent = async (c: Context): Promise<unknown> => {
  if (!isJson(c.req.header('Content-Type'))) return typed(c)
  return c.req.json().catch(() => {
    throw new ProblemError({
      status: 400,
      code: 'malformed',
      title: 'That is no JSON',
      detail: 'The body could not be read as JSON.',
    })
  })
}

const codeHash = (c: Context<App>, email: string, code: string) =>
  keyedHash(c.env.JWT_SECRET ?? '', `${email}\n${code}`)

/** Uses up the link or the code that was sent; null when it lets nobody in. */
const redeem = async (c: Context<App>, given: z.output<typeof VerifyForm>): Promise<Redeemed | null> => {
  const now = Date.now()
  if (given.token) return q.redeemToken(c.env.DB, await hashed(given.token), now)
  if (given.email && given.code) {
    return q.redeemCode(c.env.DB, given.email, await codeHash(c, given.email, given.code), now)
  }
  return null
}

/** The account to make of whom a link or a code lets in, if there is none. */
const accountOf = ({ email, time_zone, clock }: Redeemed) => ({
  id: uuid(),
  email,
  username: email.split('@')[0] ?? '',
  preferences: JSON.stringify({ ...(time_zone && { time_zone }), ...(clock && { clock }) }),
})

export const auth = new Hono<App>()
  .get('/sign-in', async (c) => {
    if (await visitor(c)) return c.redirect('/', 303)
    const next = c.req.query('next')
    const demo = isDevelopment(c.env) && (await q.userByEmail(c.env.DB, q.demoEmail)) !== null
    return c.render(<SignInPage next={isPathHere(next) ? next : '/'} demo={demo} />, { title: 'Sign in' })
  })

  .post('/auth/magic-link', async (c) => {
    const body = await sent(c)
    const { success, data: asked, error } = MagicLinkForm.safeParse(body)
    if (!success) return refuseAddress(c, body, error)
    const now = Date.now()
    const token = randomSecret()
    const code = randomCode()
    const device = deviceName(c.req.header('User-Agent'))
    const [tokenHash, hashedCode] = await Promise.all([hashed(token), codeHash(c, asked.email, code)])
    await q.addToken(c.env.DB, { ...asked, tokenHash, codeHash: hashedCode, device }, now).run()
    const link = `${new URL(c.req.url).origin}/auth/verify?token=${token}`
    await sendMail(c.env, signInMail(asked.email, link, code, device, now))
    if (wantsJson(c)) return c.json({ status: 'sent' }, 202)
    return c.redirect(`/auth/check-mail?${new URLSearchParams({ email: asked.email })}`, 303)
  })

  .get('/auth/check-mail', (c) =>
    c.render(<CheckMailPage email={c.req.query('email') ?? ''} outbox={isDevelopment(c.env)} />, {
      title: 'Check your mail',
    }),
  )

  .get('/auth/verify', async (c) => {
    const token = c.req.query('token') ?? ''
    const asked = await q.tokenOf(c.env.DB, await hashed(token), Date.now())
    if (!asked) return linkGone(c)
    return c.render(<VerifyPage token={token} asked={asked} now={Date.now()} />, { title: 'Sign in' })
  })

  .post('/auth/verify', async (c) => {
    const body = await sent(c)
    const { success, data: given, error } = VerifyForm.safeParse(body)
    if (!success) return refuseEntry(c, body, error)
    const redeemed = await redeem(c, given)
    const user = redeemed && (await q.userOf(c.env.DB, accountOf(redeemed), Date.now()))
    return user ? enter(c, user.id, redeemed.next) : refuseEntry(c, body)
  })

  .post('/auth/sign-out', async (c) => {
    const id = readSessionCookie(c)
    if (id) await q.endSession(c.env.DB, await hashed(id))
    clearSessionCookie(c)
    return c.redirect('/sign-in', 303)
  })
