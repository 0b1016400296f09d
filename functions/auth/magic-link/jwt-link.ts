import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { isJson } from '../../lib/page'
import { hashed } from '../../lib/secrets'
import { signInTracker } from '../programs/issue'
import * as q from './queries'
import { signInByMail } from './redeem'
import type { LinkClient, MagicLinkForm } from './schema'

/** Kind of client that asks for a link. Browsers send `Origin` or `Sec-Fetch-Site` with a POST, other programs neither. */
export const linkClient = (c: Context, { client }: MagicLinkForm): LinkClient => {
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
export const answerJwt = async (c: Context<App>, token: string) => {
  if (!wantsJwt(c)) return null
  const now = Date.now()
  const redeemed = await q.redeemProgramLink(c.env.DB, await hashed(token), now)
  if (!redeemed) return null
  const { id } = await signInByMail(c, redeemed)
  return c.json({ jwt: await signInTracker(c.env, id, redeemed.email, redeemed.device, now) })
}
