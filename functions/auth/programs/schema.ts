import { z } from 'zod'
import { Email } from '../../lib/email'
import { MeJson } from '../../profile/json'
import { Code } from '../magic-link/schema'

/** In characters; far more than any of our secrets has. */
const secretLimit = 200

const oneOrTheOther = 'Give the token of the link, or the email and the code'

/** A program signs in with the token of a mailed link, or with the code and its address. */
export const TokenBody = z
  .strictObject({
    token: z
      .string(oneOrTheOther)
      .min(1, oneOrTheOther)
      .max(secretLimit, 'That is longer than any token')
      .optional()
      .meta({ description: 'Of the link in the mail, as the link has it.' }),
    email: Email.optional().meta({ description: 'With `code`, instead of `token`.' }),
    code: Code.optional().meta({ description: 'The six digits in the mail.', example: '123456' }),
  })
  .refine(
    ({ token, email, code }) =>
      token === undefined ? email !== undefined && code !== undefined : email === undefined && code === undefined,
    { path: ['token'], message: oneOrTheOther },
  )
  .meta({ id: 'TokenRequest', example: { email: 'you@example.com', code: '123456' } })

const pair = {
  access_token: z.string().meta({ description: 'A JWT, to be sent as `Authorization: Bearer`.' }),
  token_type: z.literal('Bearer'),
  expires_in: z.int().meta({ description: 'For how long the access token holds, in seconds.' }),
  refresh_token: z.string().meta({ description: 'Good for the next pair, once.' }),
}

export const SignedInJson = z.object({ ...pair, user: MeJson }).meta({ id: 'SignedIn' })

const noRefreshToken = 'Give the refresh_token that came with the access token'

export const RefreshBody = z
  .strictObject({
    refresh_token: z
      .string(noRefreshToken)
      .min(1, noRefreshToken)
      .max(secretLimit, 'That is longer than any refresh token'),
  })
  .meta({ id: 'RefreshRequest' })

/** The extension gets a JWT instead of a pair. */
export const RefreshedJson = z.union([
  z.object(pair).meta({ id: 'TokenPair' }),
  z.object({ token: z.string() }).meta({ id: 'ExtensionToken' }),
])
