import { z } from 'zod'
import { isOwnPath } from '../../../lib/http/respond'
import { Email } from '../../../lib/text/email'
import { isTimeZone } from '../../../lib/time/days'

/** Form to request a link. Invalid hints of the browser are dropped. */
export const MagicLinkForm = z.object({
  email: Email,
  next: z.string().refine(isOwnPath).max(2000).catch('/'),
  time_zone: z.string().refine(isTimeZone).nullable().catch(null),
  clock: z.coerce
    .number()
    .pipe(z.union([z.literal(24), z.literal(12)]))
    .nullable()
    .catch(null),
  client: z.literal('cli').nullable().catch(null),
  /** Set by the page that waits for the code of an earlier mail. */
  again: z.literal('1').nullable().catch(null),
})
export type MagicLinkForm = z.output<typeof MagicLinkForm>

/** Kind of program that requested a link: `cli`, or `program` for any other. Null for a browser. */
export type LinkClient = 'cli' | 'program' | null

export const Code = z
  .string('Enter the code from the email')
  .transform((code) => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits'))

/** Token of a link, or an address and its code, optionally with the id of the code's request. */
export const VerifyForm = z
  .object({
    token: z.string().max(200).optional(),
    email: Email.optional(),
    code: Code.optional(),
    request_id: z.string().max(200).optional(),
  })
  .refine(({ token, email }) => token || email !== undefined, { path: ['email'], error: 'Enter your email address' })
  .refine(({ token, code }) => token || code !== undefined, { path: ['code'], error: 'Enter the code from the email' })

export type Redeemed = {
  email: string
  next: string
  time_zone: string | null
  clock: number | null
  client: LinkClient
  /** Description of the device that requested the link. */
  device: string
}

/** Address and device that requested a link, and when (epoch ms). */
export type SignInRequest = Pick<Redeemed, 'email' | 'client' | 'device'> & { created_at: number }
