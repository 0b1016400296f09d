import { z } from 'zod'
import { Email } from '../../lib/email'
import { MeJson } from '../../profile/json'
import { Code } from '../magic-link/schema'

/** In characters; far more than any of our secrets has. */
const secretLimit = 200

const oneOrTheOther = 'Enter the token from the link, or the email and the code'

/** A program signs in with the token of a mailed link, or with the code and its address. */
export const TokenBody = z
  .strictObject({
    token: z
      .string(oneOrTheOther)
      .min(1, oneOrTheOther)
      .max(secretLimit, 'The token is too long')
      .optional()
      .meta({ description: 'From the link in the email.' }),
    email: Email.optional().meta({ description: 'With `code`, instead of `token`.' }),
    code: Code.optional().meta({ description: 'The six digits from the email.', example: '123456' }),
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
  expires_in: z.int().meta({ description: 'Lifetime of the access token in seconds.' }),
  refresh_token: z.string().meta({ description: 'Gets the next pair of tokens, once.' }),
}

export const SignedInJson = z.object({ ...pair, user: MeJson }).meta({ id: 'SignedIn' })

const noRefreshToken = 'Enter the refresh_token that came with the access token'

export const RefreshBody = z
  .strictObject({
    refresh_token: z.string(noRefreshToken).min(1, noRefreshToken).max(secretLimit, 'The refresh token is too long'),
  })
  .meta({ id: 'RefreshRequest' })

/** The extension gets a JWT instead of a pair. */
export const RefreshedJson = z.union([
  z.object(pair).meta({ id: 'TokenPair' }),
  z.object({ token: z.string() }).meta({ id: 'ExtensionToken' }),
])
