import { z } from 'zod'
import type { RuleOutcome, Unlock } from '../app-rules/app-status'
import { Instant, iso, withLength } from '../lib/api/values'
import { cleanLine } from '../lib/text'
import { ConditionBody } from './rules/unlock-condition'

const UnlockJson = z
  .object({
    subject: z.string().meta({ description: '`all`, `project:<id>`, `goal:<id>` or `tag:#<tag>`.' }),
    period: z.enum(['day', 'week']).meta({ description: 'The person’s own day or week.' }),
    needed_seconds: z.int().min(0).meta({ description: '0 where the day asks for nothing, as a day off.' }),
    tracked_seconds: z.int().min(0),
    until: Instant.meta({ description: 'When the day or week ends, and counting begins again.' }),
  })
  .meta({ id: 'Unlock', description: 'What an earned app waits for, and how far the person is.' })

const earnedMembers = {
  unlocks_in_seconds: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Of an earned app: how much is still to be tracked; 0 when it is open.' }),
  unlock: UnlockJson.optional(),
}

const allowedNow = 'Whether the app is allowed now.'
const unlisted = z.enum(['block', 'allow']).meta({ description: 'What holds of every app that is not in the list.' })

export const CheckJson = z
  .object({
    package_name: z.string(),
    is_whitelisted: z.boolean().meta({ description: allowedNow }),
    source: z
      .enum(['locked', 'admin', 'user', 'default', 'unlisted'])
      .meta({ description: 'Who decides: the first of these that says anything.' }),
    ...earnedMembers,
  })
  .meta({ id: 'WhitelistCheck' })

export const WhitelistJson = z
  .object({
    version: z.string().meta({ description: 'Moves when what holds of any app can have; the ETag is the same.' }),
    unlisted,
    apps: z.array(
      z.object({
        package_name: z.string(),
        label: z.string(),
        category: z.string().nullable(),
        is_whitelisted: z.boolean().meta({ description: allowedNow }),
        source: z.enum(['locked', 'admin', 'user', 'default']),
        ...earnedMembers,
      }),
    ),
  })
  .meta({ id: 'Whitelist' })

export const labelLimit = 100

const labelMessage = `A label has 1 to ${labelLimit} characters`

export const OwnLabel = z
  .string(labelMessage)
  .transform(cleanLine)
  .pipe(z.string().min(1, labelMessage).max(labelLimit, labelMessage))

export const RuleBody = z
  .strictObject({
    is_whitelisted: z.boolean('Give true or false'),
    after: ConditionBody.nullable()
      .optional()
      .meta({ description: 'Makes an app that is allowed wait for this; nothing or null: it is allowed at once.' }),
    label: withLength(OwnLabel, { minLength: 1, maxLength: labelLimit })
      .nullable()
      .optional()
      .meta({ description: 'What you call an app that has no default; without it what you called it before stays.' }),
  })
  .refine(({ is_whitelisted, after }) => is_whitelisted || !after, {
    path: ['after'],
    message: 'Only an app that is allowed can wait for anything',
  })
  .meta({ id: 'WhitelistRule', example: { is_whitelisted: true } })

/** Members of earned apps only. */
export const unlockJson = (unlock: Unlock | null) =>
  unlock
    ? {
        unlocks_in_seconds: unlock.missing_seconds,
        unlock: {
          subject: unlock.after.subject,
          period: unlock.after.period,
          needed_seconds: unlock.needed_seconds,
          tracked_seconds: unlock.tracked_seconds,
          until: iso(unlock.until),
        },
      }
    : {}

export const checkJson = (package_name: string, { effective, unlock }: RuleOutcome) => ({
  package_name,
  is_whitelisted: effective.is_whitelisted,
  source: effective.source,
  ...unlockJson(unlock),
})
