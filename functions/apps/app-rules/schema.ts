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

/** A rule of an app. With a condition it blocks the app until the condition is met. */
export type AppRule = { is_whitelisted: 0 | 1; after: UnlockCondition | null }

/** A rule with an optional condition. Only a rule that allows an app can have one. */
export const makeRule = (isAllowed: boolean, after: UnlockCondition | null = null): AppRule => ({
  is_whitelisted: isAllowed ? 1 : 0,
  after: isAllowed ? after : null,
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

export const columnsOfRule = ({ is_whitelisted, after }: AppRule): RuleColumns => ({
  is_whitelisted,
  after_subject: after?.subject ?? null,
  after_seconds: after?.seconds ?? null,
  after_period: after?.period ?? null,
})

export const ruleOf = ({ is_whitelisted, after_subject, after_seconds, after_period }: RuleColumns): AppRule => ({
  is_whitelisted,
  after:
    after_subject === null || after_period === null
      ? null
      : { subject: after_subject, seconds: after_seconds, period: after_period },
})

export const isSameRule = (one: AppRule | null, other: AppRule | null) =>
  one === null || other === null
    ? one === other
    : one.is_whitelisted === other.is_whitelisted &&
      one.after?.subject === other.after?.subject &&
      one.after?.seconds === other.after?.seconds &&
      one.after?.period === other.after?.period
