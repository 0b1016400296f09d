import type { Context } from 'hono'
import { CommandLineTokenPage } from '../../../../views/account/auth/verify'
import type { App } from '../../../lib/env'
import { scopes } from '../../../lib/feature'
import { wantsJson } from '../../../lib/respond'
import { makeApiToken } from '../programs/issue'
import type { Account } from '../queries'
import type { Redeemed } from './schema'

const tokenDays = 90

/** Shows a personal token to paste into the command line that asked for the link. Does not sign the browser in. */
export const answerToken = async (c: Context<App>, { id }: Account, { email, device }: Redeemed) => {
  const now = Date.now()
  const expiresAt = now + tokenDays * 24 * 60 * 60 * 1000
  const name = `Command line, ${device}`
  const { token } = await makeApiToken(c.env, id, { name, scopes: [...scopes], expiresAt }, now)
  if (wantsJson(c)) return c.json({ token, token_type: 'Bearer', expires_at: new Date(expiresAt).toISOString() })
  return c.render(<CommandLineTokenPage token={token} email={email} device={device} days={tokenDays} />, {
    title: 'Your token',
  })
}
