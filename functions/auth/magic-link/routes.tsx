import { Hono } from 'hono'
import { CheckMailPage } from '../../../views/auth/check-mail'
import { VerifyPage } from '../../../views/auth/verify'
import { Email } from '../../lib/email'
import type { App } from '../../lib/env'
import { limitKey, networkKey } from '../../lib/network'
import { flash, wantsJson } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { rateLimit } from '../../lib/rate-limit'
import type { Limit } from '../../lib/rate-limits'
import { hashed } from '../../lib/secrets'
import { canMail } from '../../mail/send'
import { usesOutbox } from '../../mail/settings'
import { readCredentials } from '../credentials'
import { nextPath } from '../sign-in'
import { startSession } from '../start-session'
import { answerToken } from './command-line'
import { answerJwt } from './jwt-link'
import { mailLink } from './mail-link'
import * as q from './queries'
import { redeem, signInByMail } from './redeem'
import { noMail, refuseAddress, refuseCredentials, respondLinkGone, respondMailFailed } from './refusals'
import { MagicLinkForm, VerifyForm } from './schema'

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
