import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { operation } from '../../lib/api/describe'
import { body, readableJson } from '../../lib/api/request'
import type { App } from '../../lib/env'
import { ProblemError, problems } from '../../lib/problem'
import { meJson, readProfile } from '../../profile/json'
import { bearerToken, findTokenHolder } from '../bearer'
import { deviceName } from '../device'
import { redeem, signInByMail } from '../magic-link/redeem'
import { invalidCredentials as wrongEntry } from '../magic-link/refusals'
import { invalidToken } from '../signed-in'
import { refreshExtension, refreshProgram, signInProgram } from './issue'
import * as q from './queries'
import { RefreshBody, RefreshedJson, SignedInJson, TokenBody } from './schema'

const tag = 'Signing in'

/** The extension sends its JWT and no body, and gets the next JWT. */
const refreshExtensionJwt = createMiddleware<App>(async (c, next) => {
  const bearer = bearerToken(c)
  if (bearer === undefined || (await c.req.text()) !== '') return next()
  const holder = await findTokenHolder(c, bearer)
  if (holder?.access.by !== 'extension') throw invalidToken(c)
  const token = await refreshExtension(c.env, holder.person.id, holder.access.sessionId, Date.now())
  if (token === null) throw invalidToken(c)
  return c.json({ token })
})

/** Ends the session of a JWT with its refresh tokens. A personal token has no session, and is refused. */
export const signOutProgram = async (c: Context<App>, bearer: string) => {
  const holder = await findTokenHolder(c, bearer)
  if (!holder || !('sessionId' in holder.access)) throw invalidToken(c)
  await q.deleteProgramSession(c.env.DB, holder.access.sessionId).run()
  return c.body(null, 204)
}

export const programs = new Hono<App>()
  .post(
    '/token',
    operation({
      summary: 'Sign in a program',
      description:
        'Exchanges the emailed link or code, once. Request the email first: `POST /auth/magic-link` with the JSON `{email}` sends a link and a code to the address, known or not, and returns 202. With `client: "cli"` the linked page shows a personal token to paste instead of signing in a browser; the code still works here. `time_zone` (IANA) applies to new accounts.',
      tag,
      signsIn: true,
      body: true,
      answers: { schema: SignedInJson },
    }),
    readableJson,
    body(TokenBody),
    async (c) => {
      const redeemed = await redeem(c, c.req.valid('json'))
      if (!redeemed) throw invalidToken(c, wrongEntry)
      const account = await signInByMail(c, redeemed)
      const device = deviceName(c.req.header('User-Agent'))
      const [pair, me] = await Promise.all([
        signInProgram(c.env, account.id, device, Date.now()),
        readProfile(c.env.DB, account.id),
      ])
      if (!me) throw new ProblemError(problems.failed)
      return c.json({ ...pair, user: meJson(me) })
    },
  )

  .post(
    '/refresh',
    operation({
      summary: 'Refresh the tokens',
      description:
        'Both old tokens stop working, and using the old refresh token again ends the session. `POST /auth/sign-out` with the access token also ends it and returns 204. The browser extension sends its JWT without a body and gets the next one.',
      tag,
      signsIn: true,
      body: true,
      answers: { schema: RefreshedJson },
    }),
    readableJson,
    refreshExtensionJwt,
    body(RefreshBody),
    async (c) => {
      const pair = await refreshProgram(c.env, c.req.valid('json').refresh_token, Date.now())
      if (!pair) throw invalidToken(c)
      return c.json(pair)
    },
  )
