import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { body, requireJson } from '../../../lib/api/request'
import { closeSockets } from '../../../lib/db/open-pages'
import type { App } from '../../../lib/env'
import { ProblemError, problems } from '../../../lib/http/problem'
import { logEvent } from '../../../lib/log'
import { Email } from '../../../lib/text/email'
import { MeJson, meJson, readProfile } from '../../profile/json'
import { bearerToken, findTokenHolder } from '../bearer'
import { invalidCredentials as wrongEntry } from '../magic-link/refusals'
import { redeemCredentials, signInByMail } from '../magic-link/routes'
import { Code } from '../magic-link/schema'
import { invalidToken } from '../signed-in'
import { deviceName } from '../start-session'
import { refreshExtension, refreshProgram, signInProgram } from './issue'
import * as q from './queries'

/** Maximum length in characters; our secrets are much shorter. */
const secretLimit = 200

const oneOrTheOther = 'Enter the token from the link, or the email and the code'

/** Request to sign a program in, with the token of a mailed link or with an address and its code. */
const TokenBody = z
  .strictObject({
    token: z
      .string(oneOrTheOther)
      .min(1, oneOrTheOther)
      .max(secretLimit, 'The token is too long')
      .optional()
      .meta({ description: 'From the link in the email.' }),
    email: Email.optional().meta({ description: 'With `code`, instead of `token`.' }),
    code: Code.optional().meta({ description: 'The six digits from the email.', example: '123456' }),
    request_id: z
      .string()
      .max(secretLimit, 'The request_id is too long')
      .optional()
      .meta({ description: 'From the response to the email request; sent with `code`.' }),
  })
  .refine(
    ({ token, email, code, request_id }) =>
      token === undefined
        ? email !== undefined && code !== undefined
        : email === undefined && code === undefined && request_id === undefined,
    { path: ['token'], message: oneOrTheOther },
  )
  .meta({ id: 'TokenRequest', example: { email: 'you@example.com', code: '123456' } })

const pair = {
  access_token: z.string().meta({ description: 'A JWT, to be sent as `Authorization: Bearer`.' }),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'Lifetime of the access token in seconds.' }),
  refresh_token: z.string().meta({ description: 'Gets the next pair of tokens, once.' }),
}

const SignedInJson = z.object({ ...pair, user: MeJson }).meta({ id: 'SignedIn' })

const noRefreshToken = 'Enter the refresh_token that came with the access token'

const RefreshBody = z
  .strictObject({
    refresh_token: z.string(noRefreshToken).min(1, noRefreshToken).max(secretLimit, 'The refresh token is too long'),
  })
  .meta({ id: 'RefreshRequest' })

/** The extension gets a JWT instead of a pair. */
const RefreshedJson = z.union([
  z.object(pair).meta({ id: 'TokenPair' }),
  z.object({ token: z.string() }).meta({ id: 'ExtensionToken' }),
])

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

/** Ends the session of a JWT and its refresh tokens. A personal token is refused, because it has no session. */
export const signOutProgram = async (c: Context<App>, bearer: string) => {
  const holder = await findTokenHolder(c, bearer)
  if (!holder || !('sessionId' in holder.access)) throw invalidToken(c)
  await q.deleteProgramSession(c.env.DB, holder.access.sessionId).run()
  closeSockets(c.env.DB, holder.person.id)
  return c.body(null, 204)
}

export const programs = new Hono<App>()
  .post(
    '/token',
    describeOperation({
      summary: 'Sign in a program',
      description:
        'Exchanges the emailed link or code, once. Request the email first: `POST /auth/magic-link` with the JSON `{email}` sends a link and a code to the address, known or not, and returns 202 with a `request_id`. The code works for 10 minutes for the request with that id; without an id, for the newest request that a program made for the address. The link works for 15 minutes. With `client: "cli"` the linked page shows a personal token to paste instead of signing in a browser; the code still works here. `time_zone` (IANA) applies to new accounts.',
      tag,
      signsIn: true,
      body: true,
      answers: { schema: SignedInJson },
    }),
    requireJson,
    body(TokenBody),
    async (c) => {
      const redeemed = await redeemCredentials(c, c.req.valid('json'))
      if (!redeemed) throw invalidToken(c, wrongEntry)
      const account = await signInByMail(c, redeemed, 'program')
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
    describeOperation({
      summary: 'Refresh the tokens',
      description:
        'Both old tokens stop working, and using the old refresh token again ends the session. `POST /auth/sign-out` with the access token also ends it and returns 204. The browser extension sends its JWT without a body and gets the next one.',
      tag,
      signsIn: true,
      body: true,
      answers: { schema: RefreshedJson },
    }),
    requireJson,
    refreshExtensionJwt,
    body(RefreshBody),
    async (c) => {
      const pair = await refreshProgram(c.env, c.req.valid('json').refresh_token, Date.now(), (user) =>
        logEvent(c, 'refresh_token_reused', { user }),
      )
      if (!pair) throw invalidToken(c)
      return c.json(pair)
    },
  )
