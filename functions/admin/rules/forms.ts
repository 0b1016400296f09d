import { z } from 'zod'
import { appFields } from '../../app-rules/find-app'
import type { Rule } from '../../app-rules/schema'
import { conditionFields, dailyTarget, minutesError, readCondition } from '../../app-rules/unlock-condition'
import { valuesCursor } from '../../lib/cursor'
import { preferenceFields } from '../../lib/preferences'
import { cleanLine } from '../../lib/text'
import { seenVersionOrNone } from '../../lib/version'
import { ruleActs } from './words'

const AfterForm = z.object(conditionFields)

export const ruleFields = {
  set: z.enum(ruleActs, 'Choose a rule'),
  after_subject: z.string('Choose what counts').optional(),
  after_minutes: z.string('Enter the time as text').optional(),
  after_period: z.string('Choose day or week').optional(),
}
type RuleFields = z.output<z.ZodObject<typeof ruleFields>>

export const readRule = ({ set, ...after }: RuleFields): { rule: Rule | null } | { errors: [string, string][] } => {
  if (set === 'remove') return { rule: null }
  if (set !== 'after') return { rule: { is_whitelisted: set === 'allow' ? 1 : 0, after: null } }
  const read = AfterForm.safeParse(after)
  if (!read.success) return { errors: read.error.issues.map(({ path, message }) => [path.join('.'), message]) }
  if (read.data.after_subject !== dailyTarget && read.data.after_subject !== 'all') {
    return { errors: [['after_subject', 'For other people, only all tracked time can count']] }
  }
  const wrong = minutesError(read.data)
  return wrong
    ? { errors: [['after_minutes', wrong]] }
    : { rule: { is_whitelisted: 1, after: readCondition(read.data) } }
}

const checkRule = (fields: RuleFields, { addIssue }: z.core.$RefinementCtx<RuleFields>) => {
  const read = readRule(fields)
  if (!('errors' in read)) return
  for (const [field, message] of read.errors) addIssue({ code: 'custom', path: [field], message })
}

export const RuleForm = z.object({ ...appFields, seq: seenVersionOrNone('rule'), ...ruleFields }).superRefine(checkRule)
export type RuleForm = z.output<typeof RuleForm>

const unseen = 'Something is missing from this form. Reload the page and try again.'

export const UnlistedForm = z.object({
  unlisted_apps: preferenceFields.unlisted_apps,
  locked: z
    .literal('yes', unseen)
    .optional()
    .transform((value) => value === 'yes'),
  seen: z.string(unseen).regex(/^(block|allow)\.\d{0,15}$/, unseen),
})
export type UnlistedForm = z.output<typeof UnlistedForm>

export const shows = ['all', 'admin', 'own', 'allowed', 'blocked', 'earned'] as const

export const searchLimit = 255

export const PersonAppsView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(searchLimit)).catch(''),
  show: z.enum(shows).catch('all'),
  after: valuesCursor,
})
export type PersonAppsView = z.infer<typeof PersonAppsView>
