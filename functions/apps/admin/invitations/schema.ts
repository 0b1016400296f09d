import { z } from 'zod'
import { Email } from '../../../lib/text/email'

/** Days for which an invitation of one person works. That of a domain works until it is removed. */
export const invitationDays = 30

export const Invitation = z.object({
  id: z.string(),
  /** An email address, or a domain as `@example.org`; null for a link that nobody has used. */
  address: z.string().nullable(),
  is_link: z.union([z.literal(0), z.literal(1)]),
  expires_at: z.int().nullable(),
})
export type Invitation = z.infer<typeof Invitation>

export const isDomain = (address: string) => address.startsWith('@')

/** Maximum number of addresses in one form. */
export const mostAddresses = 200

const domain = /^@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/

export const InvitationForm = z.object({
  addresses: z
    .string('Enter an email address')
    .max(mostAddresses * 260, 'Enter fewer addresses')
    .transform((text, context) => {
      const parts = [
        ...new Set(
          text
            .toLowerCase()
            .split(/[\s,;<>]+/)
            .filter((one) => one.includes('@')),
        ),
      ]
      const wrong = parts.find((one) => !domain.test(one) && !Email.safeParse(one).success)
      const message =
        parts.length === 0
          ? 'Enter an email address, such as name@example.com'
          : parts.length > mostAddresses
            ? `Enter at most ${mostAddresses} addresses`
            : wrong && `${wrong} isn’t an email address`
      if (message) context.addIssue({ code: 'custom', message })
      return parts
    }),
})
export type InvitationForm = z.output<typeof InvitationForm>
