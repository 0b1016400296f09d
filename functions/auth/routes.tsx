import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { CheckMailPage } from '../../views/auth/check-mail'
import { OutboxPage } from '../../views/auth/outbox'
import { SignInPage } from '../../views/auth/sign-in'
import { LinkGonePage, VerifyPage } from '../../views/auth/verify'
import type { App } from '../lib/env'
import { typed } from '../lib/form'
import { isJson, isPathHere, wantsJson } from '../lib/page'
import { type Problem, ProblemError, problemJson } from '../lib/problem'
import { hashed, keyedHash, randomCode, randomSecret } from '../lib/secrets'
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from '../lib/session-cookie'
import { deviceName } from './device'
import { sendMail, signInMail } from './mail'
import * as q from './queries'
import { Email, MagicLinkForm, type Redeemed, VerifyForm } from './schema'
import { visitor } from './signed-in'

const demoEmail = 'demo@example.com'

const isDevelopment = (c: Context<App>) => c.env.ENVIRONMENT !== 'production'

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

const invalid = (error: z.ZodError): Problem => ({
  status: 422,
  code: 'invalid',
  title: 'Something in it is wrong',
  detail: error.issues[0]?.message ?? 'Check what you sent.',
  errors: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
})

const codeHash = (c: Context<App>, email: string, code: string) =>
  keyedHash(c.env.JWT_SECRET ?? '', `${email}\n${code}`)

/** Signs a person in to this browser. */
const enter = async (c: Context<App>, userId: string, next: string) => {
  const id = randomSecret()
  await q.startSession(c.env.DB, await hashed(id), userId, deviceName(c.req.header('User-Agent')), Date.now()).run()
  writeSessionCookie(c, id, q.sessionSeconds)
  return c.redirect(next, 303)
}

const redeem = async (c: Context<App>, given: z.output<typeof VerifyForm>): Promise<Redeemed | null> => {
  const now = Date.now()
  if (given.token) return q.redeemToken(c.env.DB, await hashed(given.token), now)
  if (given.email && given.code) {
    return q.redeemCode(c.env.DB, given.email, await codeHash(c, given.email, given.code), now)
  }
  return null
}

export const auth = new Hono<App>()
  .get('/sign-in', async (c) => {
    if (await visitor(c)) return c.redirect('/', 303)
    const next = c.req.query('next')
    const demo = isDevelopment(c) && (await q.userByEmail(c.env.DB, demoEmail)) !== null
    return c.render(<SignInPage next={isPathHere(next) ? next : '/'} demo={demo} />, { title: 'Sign in' })
  })

  .post('/auth/magic-link', async (c) => {
    const body = await sent(c)
    const { success, data: asked, error } = MagicLinkForm.safeParse(body)
    if (!success) {
      if (wantsJson(c)) return problemJson(c, invalid(error))
      const { email, next } = z.object({ email: z.string().catch(''), next: z.string().catch('/') }).parse(body)
      const { fieldErrors } = z.flattenError(error)
      c.status(422)
      return c.render(<SignInPage next={next} demo={false} email={email} errors={fieldErrors.email} />, {
        title: 'Sign in',
      })
    }
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
    c.render(<CheckMailPage email={c.req.query('email') ?? ''} outbox={isDevelopment(c)} />, {
      title: 'Check your mail',
    }),
  )

  .get('/auth/verify', async (c) => {
    const token = c.req.query('token') ?? ''
    const asked = await q.tokenOf(c.env.DB, await hashed(token), Date.now())
    if (!asked) {
      c.status(410)
      return c.render(<LinkGonePage />, { title: 'This link is used up' })
    }
    return c.render(<VerifyPage token={token} asked={asked} now={Date.now()} />, { title: 'Sign in' })
  })

  .post('/auth/verify', async (c) => {
    const body = await sent(c)
    const { success, data: given, error } = VerifyForm.safeParse(body)
    const redeemed = success ? await redeem(c, given) : null
    if (redeemed) {
      const preferences = JSON.stringify({
        ...(redeemed.time_zone && { time_zone: redeemed.time_zone }),
        ...(redeemed.clock && { clock: redeemed.clock }),
      })
      const account = { id: uuid(), email: redeemed.email, username: redeemed.email.split('@')[0] ?? '', preferences }
      const user = await q.userOf(c.env.DB, account, Date.now())
      if (user) return enter(c, user.id, redeemed.next)
    }

    if (wantsJson(c)) {
      if (!success) return problemJson(c, invalid(error))
      return problemJson(c, {
        status: 401,
        code: 'invalid_token',
        title: 'That does not let you in',
        detail: 'The link or code is wrong, expired or used up. Ask for a new one.',
      })
    }
    const { token, email } = z.object({ token: z.string().optional(), email: z.string().catch('') }).parse(body)
    if (token !== undefined) {
      c.status(410)
      return c.render(<LinkGonePage />, { title: 'This link is used up' })
    }
    const messages = success
      ? ['This code is wrong, expired or used up. Look again, or ask for a new mail.']
      : (z.flattenError(error).fieldErrors.code ?? ['Enter the code from the mail'])
    c.status(422)
    return c.render(<CheckMailPage email={email} outbox={isDevelopment(c)} errors={messages} />, {
      title: 'Check your mail',
    })
  })

  .post('/auth/sign-out', async (c) => {
    const id = readSessionCookie(c)
    if (id) await q.endSession(c.env.DB, await hashed(id))
    clearSessionCookie(c)
    return c.redirect('/sign-in', 303)
  })

  .post('/dev/demo', async (c) => {
    const demo = isDevelopment(c) ? await q.userByEmail(c.env.DB, demoEmail) : null
    return demo ? enter(c, demo.id, '/') : c.notFound()
  })

  .get('/dev/outbox', async (c) => {
    if (!isDevelopment(c)) return c.notFound()
    const to = Email.safeParse(c.req.query('to') ?? '')
    const mails = await q.outbox(c.env.DB, to.success ? to.data : null)
    if (wantsJson(c)) {
      return c.json(mails.map((mail) => ({ ...mail, sent_at: new Date(mail.sent_at).toISOString() })))
    }
    return c.render(<OutboxPage mails={mails} />, { title: 'Outbox' })
  })
