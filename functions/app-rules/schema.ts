import { z } from 'zod'

/** What an app's default says, for everybody. 1 is yes. */
export type AppDefault = { is_whitelisted: 0 | 1; is_locked: 0 | 1 }

/** What an app's permission depends on: time tracked under a subject of the ledger, within the day or the week. */
export type UnlockCondition = {
  /** `all`, `project:<id>`, `goal:<id>` or `tag:#<tag>` */
  subject: string
  /** How much is needed; null is the daily target. */
  seconds: number | null
  period: 'day' | 'week'
}

/** A rule about an app. With `after` it allows the app once so much was tracked, and blocks it before. */
export type Rule = { is_whitelisted: 0 | 1; after: UnlockCondition | null }

const flag = z.union([z.literal(0), z.literal(1)])

/** A default of the catalogue, as it is stored. */
export const AppRow = z.object({
  package_name: z.string(),
  label: z.string(),
  category: z.string().nullable(),
  is_whitelisted: flag,
  is_locked: flag,
  seq: z.int(),
  /** epoch ms, as the next */
  created_at: z.int(),
  updated_at: z.int(),
  /** The id of the admin who wrote it last. */
  updated_by: z.string().nullable(),
})
export type AppRow = z.infer<typeof AppRow>

/** A rule about an app for one person, their own or an admin's for them, as it is stored. */
export const RuleRow = z.object({
  id: z.string(),
  package_name: z.string(),
  set_by: z.enum(['user', 'admin']),
  /** The admin who set it. */
  admin_id: z.string().nullable(),
  /** What the person calls the app, where the catalogue does not know it. */
  label: z.string().nullable(),
  is_whitelisted: flag,
  after_subject: z.string().nullable(),
  after_seconds: z.int().nullable(),
  after_period: z.enum(['day', 'week']).nullable(),
  seq: z.int(),
  /** epoch ms, as the next */
  created_at: z.int(),
  updated_at: z.int(),
})
export type RuleRow = z.infer<typeof RuleRow>

/** What of a stored rule says what it allows. */
type Stored = Pick<RuleRow, 'is_whitelisted' | 'after_subject' | 'after_seconds' | 'after_period'>

/** The rule that a row effective. */
export const ruleOf = ({ is_whitelisted, after_subject, after_seconds, after_period }: Stored): Rule => ({
  is_whitelisted,
  after:
    after_subject === null || after_period === null
      ? null
      : { subject: after_subject, seconds: after_seconds, period: after_period },
})
