import { z } from 'zod'
import { countedJson, GoalFilterJson } from '../../ledger/subject'
import { Instant, iso, withLength } from '../../lib/api/values'
import { allRows, constant, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { isWholeFilter } from '../../lib/filter'
import { cleanLine } from '../../lib/text/text'
import type { RuleOutcome, Unlock } from '../app-rules/effective-rule'
import { LimitBody, limitNeedsAllowed } from '../app-rules/limit-body'
import { appStatus, appsWithRules, joinRules, ruleColumns, rulesOf, type StoredRules } from '../app-rules/queries'
import { appOfScope, type LimitUse } from '../app-rules/time-limit'
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

export const LimitJson = z
  .object({
    seconds: z.int().meta({ description: 'Without what was earned or added.' }),
    used_seconds: z.int().min(0),
    left_seconds: z.int().min(0).meta({ description: 'Before the grace, which follows it.' }),
    earned_seconds: z.int().min(0).optional().meta({ description: 'Added by tracked time.' }),
    extended_seconds: z.int().min(0).optional().meta({ description: 'Added by extensions, if there are any.' }),
    period: z.enum(['day', 'week']),
    scope: z.string().meta({ description: '`app:<package name>`, `category:<name>` or `all`.' }),
    until: Instant.meta({ description: 'When it starts over, or a day without it begins.' }),
  })
  .meta({ id: 'LimitUse', description: 'The limit with the least left, of those that hold for the app today.' })

const earnedMembers = {
  unlocks_in_seconds: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'For an app that unlocks with time: how much is still to be tracked; 0 once unlocked.' }),
  unlock: UnlockJson.optional(),
  limit: LimitJson.optional(),
  blocked_by: z.literal('limit').optional().meta({ description: 'Set while a limit that is used up blocks the app.' }),
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
    limits: z.array(LimitJson).meta({ description: 'Limits of categories and of all apps that hold today.' }),
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
    limit: LimitBody.nullable()
      .optional()
      .meta({ description: 'Blocks an allowed app once it was used so long; omitted or null: no limit.' }),
    label: ownLabel,
  })
  .refine(...limitNeedsAllowed)
  .refine(({ is_whitelisted, after }) => is_whitelisted || !after, {
    path: ['after'],
    message: 'Only an allowed app can unlock with time',
  })
  .meta({ id: 'WhitelistRule', example: { is_whitelisted: true } })

const subjectJson = (text: string) => {
  const counts = countedJson(text)
  return isWholeFilter(text) || counts.any_of.length > 1 ? { subject: null, counts } : { subject: text }
}

/** A limit as answers have it. */
export const limitJson = ({ scope, limit, used_seconds, left_seconds, until, ...more }: LimitUse) => ({
  seconds: limit.seconds,
  used_seconds,
  left_seconds,
  ...(limit.earns ? { earned_seconds: more.earned_seconds } : {}),
  ...(more.extended_seconds > 0 ? { extended_seconds: more.extended_seconds } : {}),
  period: limit.period,
  scope,
  until: iso(until),
})

const limitedJson = (limit: LimitUse | null) =>
  limit ? { limit: limitJson(limit), ...(limit.is_used_up ? { blocked_by: 'limit' as const } : {}) } : {}

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

export const checkJson = (package_name: string, { effective, unlock, limit }: RuleOutcome) => ({
  package_name,
  is_whitelisted: effective.is_whitelisted,
  source: effective.source,
  ...unlockJson(unlock),
  ...limitedJson(limit),
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
    limits: earned.limits.flatMap((one) => (one.holds && appOfScope(one.scope) === null ? limitJson(one) : [])),
    apps: rows.map((row) => {
      const { app, own, effective, unlock, limit } = appStatus(rulesOf(row), user, earned)
      return {
        package_name: row.package_name,
        label: app?.label ?? own?.label ?? row.package_name,
        category: app?.category ?? null,
        is_whitelisted: effective.is_whitelisted,
        source: effective.source,
        ...unlockJson(unlock),
        ...limitedJson(limit),
      }
    }),
  }
}
