import { Hono } from 'hono'
import { CheckMailPage } from '../../../views/auth/check-mail'
import { VerifyPage } from '../../../views/auth/verify'
import { type App, isDevelopment } from '../../lib/env'
import { wantsJson } from '../../lib/page'
import { hashed, randomCode, randomSecret } from '../../lib/secrets'
import { sendMail } from '../../mail/send'
import { deviceName } from '../device'
import { enter } from '../enter'
import { sent } from '../sent'
import { signInMail } from './mail'
import * as q from './queries'
import { codeHash, letIn, redeem } from './redeem'
import { linkGone, refuseAddress, refuseEntry } from './refusals'
import { MagicLinkForm, VerifyForm } from './schema'

export const magicLink = new Hono<App>()
  .post('/magic-link', async (c) => {
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

  .get('/check-mail', (c) =>
    c.render(<CheckMailPage email={c.req.query('email') ?? ''} outbox={isDevelopment(c.env)} />, {
      title: 'Check your mail',
    }),
  )

  .get('/verify', async (c) => {
    const token = c.req.query('token') ?? ''
    const asked = await q.tokenOf(c.env.DB, await hashed(token), Date.now())
    if (!asked) return linkGone(c)
    return c.render(<VerifyPage token={token} asked={asked} now={Date.now()} />, { title: 'Sign in' })
  })

  .post('/verify', async (c) => {
    const body = await sent(c)
    const { success, data: given, error } = VerifyForm.safeParse(body)
    if (!success) return refuseEntry(c, body, error)
    const redeemed = await redeem(c, given)
    if (!redeemed) return refuseEntry(c, body)
    const account = await letIn(c, redeemed)
    return enter(c, account.id, redeemed.next)
  })
