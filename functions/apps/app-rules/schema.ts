import { z } from 'zod'
import { flagColumn } from '../../lib/db/sql'

export type AppDefault = { is_whitelisted: 0 | 1; is_locked: 0 | 1 }

/** Condition that unlocks an app: time tracked under any of the subjects, within a day or a week. */
export type UnlockCondition = {
  /** Subjects as the text of a filter (lib/filter.ts). */
  subject: string
  /** Required time; null for the daily target. */
  seconds: number | null
  period: 'day' | 'week'
}

const limitSeconds = z
  .int()
  .min(60)
  .max(7 * 86_400)

/** Limit of the use of an app, a category or all apps, as it is stored. */
export const TimeLimit = z.strictObject({
  seconds: limitSeconds,
  period: z.enum(['day', 'week']),
  /** ISO weekdays on which it holds and use counts; null for all. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).nullable(),
  /** Use beyond the limit before the app is blocked. */
  grace_seconds: z.int().min(0).max(3600),
  /** True if the person may extend it with a reason. */
  extensions: z.boolean(),
  /** Each `per_seconds` tracked for a subject add `seconds`, `at_most` in total. */
  earns: z
    .strictObject({ seconds: limitSeconds, per_seconds: limitSeconds, subject: z.string(), at_most: limitSeconds })
    .nullable(),
})
export type TimeLimit = z.infer<typeof TimeLimit>

/** A rule of an app. With a condition it blocks the app until the condition is met, with a limit once it is used up. */
export type AppRule = { is_whitelisted: 0 | 1; after: UnlockCondition | null; limit?: TimeLimit }

/** Only a rule that allows an app can have a condition or a limit. */
export const makeRule = (
  isAllowed: boolean,
  after: UnlockCondition | null = null,
  limit: TimeLimit | null = null,
): AppRule => ({
  is_whitelisted: isAllowed ? 1 : 0,
  after: isAllowed ? after : null,
  ...(isAllowed && limit ? { limit } : {}),
})

export const AppRow = z.object({
  package_name: z.string(),
  label: z.string(),
  category: z.string().nullable(),
  is_whitelisted: flagColumn,
  is_locked: flagColumn,
  seq: z.int(),
  /** epoch ms, like the next member */
  created_at: z.int(),
  updated_at: z.int(),
  updated_by: z.string().nullable(),
})
export type AppRow = z.infer<typeof AppRow>

/** Rule for an app and a person, set by the person or by an admin. */
export const RuleRow = z.object({
  id: z.string(),
  package_name: z.string(),
  set_by: z.enum(['user', 'admin']),
  admin_id: z.string().nullable(),
  /** The person's name for an app that is not in the catalogue. */
  label: z.string().nullable(),
  is_whitelisted: flagColumn,
  after_subject: z.string().nullable(),
  after_seconds: z.int().nullable(),
  after_period: z.enum(['day', 'week']).nullable(),
  /** JSON of `TimeLimit`. */
  time_limit: z.string().nullable(),
  seq: z.int(),
  /** epoch ms, like the next member */
  created_at: z.int(),
  updated_at: z.int(),
})
export type RuleRow = z.infer<typeof RuleRow>

/** A rule in the form in which it is written. */
export const WrittenRule = RuleRow.omit({
  package_name: true,
  set_by: true,
  admin_id: true,
  seq: true,
  updated_at: true,
})
export type WrittenRule = z.infer<typeof WrittenRule>

/** Columns of a rule that `ruleOf` reads. */
type RuleColumns = Omit<WrittenRule, 'id' | 'label' | 'created_at'>

export const limitText = (limit: TimeLimit | null = null) => limit && JSON.stringify(limit)

export const columnsOfRule = ({ is_whitelisted, after, limit }: AppRule): RuleColumns => ({
  is_whitelisted,
  after_subject: after?.subject ?? null,
  after_seconds: after?.seconds ?? null,
  after_period: after?.period ?? null,
  time_limit: limitText(limit),
})

export const ruleOf = ({
  is_whitelisted,
  after_subject,
  after_seconds,
  after_period,
  time_limit,
}: RuleColumns): AppRule => ({
  is_whitelisted,
  after:
    after_subject === null || after_period === null
      ? null
      : { subject: after_subject, seconds: after_seconds, period: after_period },
  ...(time_limit === null ? {} : { limit: JSON.parse(time_limit) }),
})

export const isSameRule = (one: AppRule | null, other: AppRule | null) =>
  one === null || other === null
    ? one === other
    : one.is_whitelisted === other.is_whitelisted &&
      one.after?.subject === other.after?.subject &&
      one.after?.seconds === other.after?.seconds &&
      one.after?.period === other.after?.period &&
      limitText(one.limit) === limitText(other.limit)
