import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { hashed, randomCode, randomSecret } from '../../lib/secrets'
import { sendMail } from '../../mail/send'
import { deviceName } from '../device'
import { linkClient } from './jwt-link'
import { signInMail } from './mail'
import * as q from './queries'
import { codeHash } from './redeem'
import type { MagicLinkForm } from './schema'

/**
 * Mails a link and a code, whether or not the address has an account, so that nobody learns which. False when no mail
 * could be sent; link and code are void then.
 */
export const mailLink = async (c: Context<App>, form: MagicLinkForm) => {
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
