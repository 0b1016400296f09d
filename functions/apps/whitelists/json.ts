import { z } from 'zod'
import { countedJson, GoalFilterJson } from '../../ledger/subject'
import { Instant, iso, withLength } from '../../lib/api/values'
import { allRows, constant, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { isWholeFilter } from '../../lib/filter'
import { cleanLine } from '../../lib/text/text'
import type { RuleOutcome, Unlock } from '../app-rules/effective-rule'
import { appStatus, appsWithRules, joinRules, ruleColumns, rulesOf, type StoredRules } from '../app-rules/queries'
import { ConditionBody, type EarnedRules } from '../app-rules/unlock-condition'

const UnlockJson = z
  .object({
    subject: z.string().nullable().meta({ description: 'Such as `all` or `project:<id>`; null for several.' }),
    counts: GoalFilterJson.optional().meta({ description: 'The filter, where it has several subjects.' }),
    period: z.enum(['day', 'week']).meta({ description: 'The person’s own day or week.' }),
    needed_seconds: z.int().min(0).meta({ description: '0 on days without a target, such as days off.' }),
    tracked_seconds: z.int().min(0),
    until: Instant.meta({ description: 'End of the day or week, when counting starts over.' }),
  })
  .meta({ id: 'Unlock', description: 'What unlocks the app, and the progress towards it.' })

const earnedMembers = {
  unlocks_in_seconds: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'For an app that unlocks with time: how much is still to be tracked; 0 once unlocked.' }),
  unlock: UnlockJson.optional(),
}

const allowedNow = 'Whether the app is allowed now.'
const unlisted = z.enum(['block', 'allow']).meta({ description: 'Applies to every app that isn’t in the list.' })

export const CheckJson = z
  .object({
    package_name: z.string(),
    is_whitelisted: z.boolean().meta({ description: allowedNow }),
    source: z
      .enum(['locked', 'admin', 'user', 'default', 'unlisted'])
      .meta({ description: 'Where the effective rule comes from: the first of these that is set.' }),
    ...earnedMembers,
  })
  .meta({ id: 'WhitelistCheck' })

export const WhitelistJson = z
  .object({
    version: z.string().meta({ description: 'Changes whenever an effective rule may have changed; same as the ETag.' }),
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

const labelMessage = `Enter a label of 1 to ${labelLimit} characters`

const OwnLabel = z
  .string(labelMessage)
  .transform(cleanLine)
  .pipe(z.string().min(1, labelMessage).max(labelLimit, labelMessage))

export const ownLabel = withLength(OwnLabel, { minLength: 1, maxLength: labelLimit })
  .nullable()
  .optional()
  .meta({ description: 'Your name for an app without a default. Leave it out to keep the earlier one.' })

export const RuleBody = z
  .strictObject({
    is_whitelisted: z.boolean('Enter true or false'),
    after: ConditionBody.nullable()
      .optional()
      .meta({ description: 'Unlocks an allowed app with tracked time; omitted or null: allowed at once.' }),
    label: ownLabel,
  })
  .refine(({ is_whitelisted, after }) => is_whitelisted || !after, {
    path: ['after'],
    message: 'Only an allowed app can unlock with time',
  })
  .meta({ id: 'WhitelistRule', example: { is_whitelisted: true } })

const subjectJson = (text: string) => {
  const counts = countedJson(text)
  return isWholeFilter(text) || counts.any_of.length > 1 ? { subject: null, counts } : { subject: text }
}

/** Members that only earned apps have. */
const unlockJson = (unlock: Unlock | null) =>
  unlock
    ? {
        unlocks_in_seconds: unlock.missing_seconds,
        unlock: {
          ...subjectJson(unlock.after.subject),
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

/** All rules and defaults for a person by package name, in the form of the API. */
export const wholeWhitelist = async (db: D1Database, user: Pick<User, 'id' | 'preferences'>, earned: EarnedRules) => {
  const rows = await allRows<StoredRules & { package_name: string }>(sql(db)`
    SELECT named.package_name, ${ruleColumns}
    FROM (${appsWithRules(user.id, constant('package_name'))}) AS named
      ${joinRules(user.id, constant('named.package_name'))}
    ORDER BY named.package_name`)
  return {
    unlisted: user.preferences.unlisted_apps,
    apps: rows.map((row) => {
      const { app, own, effective, unlock } = appStatus(rulesOf(row), user, earned)
      return {
        package_name: row.package_name,
        label: app?.label ?? own?.label ?? row.package_name,
        category: app?.category ?? null,
        is_whitelisted: effective.is_whitelisted,
        source: effective.source,
        ...unlockJson(unlock),
      }
    }),
  }
}
