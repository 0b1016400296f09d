import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { hashed, randomCode, randomSecret } from '../../lib/secrets'
import { sendMail } from '../../mail/send'
import { deviceName } from '../device'
import { signInMail } from './mail'
import * as q from './queries'
import { codeHash } from './redeem'
import type { MagicLinkForm } from './schema'

/**
 * Mails a link and a code, whether or not the address has an account: nothing here looks. False when no mail could be
 * sent; then link and code are void.
 */
export const mailLink = async (c: Context<App>, asked: MagicLinkForm) => {
  const now = Date.now()
  const token = randomSecret()
  const code = randomCode()
  const device = deviceName(c.req.header('User-Agent'))
  const [tokenHash, hashedCode] = await Promise.all([hashed(token), codeHash(c, asked.email, code)])
  await q.addToken(c.env.DB, { ...asked, tokenHash, codeHash: hashedCode, device }, now).run()
  // The Host of a request is its sender's word, unless what stands in front knows its hosts, as Cloudflare does.
  const { origin } = new URL(c.env.PUBLIC_URL || c.req.url)
  const link = `${origin}/auth/verify?token=${token}`
  const isSent = await sendMail(c.env, signInMail({ ...asked, link, code, device }), now)
  if (!isSent) await q.deleteToken(c.env.DB, tokenHash)
  return isSent
}
