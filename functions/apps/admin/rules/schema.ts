import { z } from 'zod'
import { Instant, seqInput } from '../../../lib/api/values'
import { grouped, plural } from '../../../lib/text/format'
import { PackageName } from '../../../lib/text/package-name'
import { isolateDirection } from '../../../lib/text/text'
import { LimitBody, limitNeedsAllowed } from '../../app-rules/limit-body'
import { type AppRule, makeRule, type RuleRow, TimeLimit } from '../../app-rules/schema'
import {
  ConditionBody,
  checkRule,
  conditionWords,
  limitWords,
  type ReadRule,
  readRule,
  ruleTexts,
} from '../../app-rules/unlock-condition'
import type { AuditRow } from '../audit/schema'

/** Maximum number of people, apps and rules in one change. */
export const peopleLimit = 500
export const appsLimit = 200
export const rulesLimit = 40_000

/** Maximum length of a pasted list in characters. */
export const listLimit = 100_000

/** Admins' rules may depend on all tracked time only: projects, goals and tags are private. */
const AdminAfter = ConditionBody.refine(({ subject }) => subject === 'all', {
  path: ['subject'],
  message: 'For other people, only all tracked time can count: all',
}).meta({ id: 'AdminAfter', description: 'Tracked time that unlocks the app.' })

/** Tracked time of other people may only count as a whole, for a limit, too. */
const AdminLimit = LimitBody.refine(({ earns }) => earns === null || earns.subject === 'all', {
  path: ['earns', 'subject'],
  message: 'For other people, only all tracked time can count: all',
}).meta({ id: 'AdminTimeLimit', description: 'Most use of the app.' })

const RuleJson = z.strictObject({
  is_whitelisted: z.boolean('Choose true or false'),
  after: AdminAfter.nullable().default(null).meta({ description: 'What unlocks it; null if nothing does.' }),
  limit: AdminLimit.nullable().optional().meta({ description: 'Its limit; null if it has none.' }),
})
type RuleJson = z.infer<typeof RuleJson>

export const ruleOfJson = ({ is_whitelisted, after, limit }: RuleJson) => makeRule(is_whitelisted, after, limit)

export const jsonOfRule = ({ is_whitelisted, after, limit }: AppRule) => ({
  is_whitelisted: is_whitelisted === 1,
  after,
  ...(limit ? { limit } : {}),
})

const AuditedRule = RuleJson.nullable()

/** Rules by package name as in the audit log; null for no rule. */
export const auditedRules = (rules: [packageName: string, rule: AppRule | null][]) =>
  Object.fromEntries(rules.map(([name, rule]) => [name, rule && jsonOfRule(rule)]))

export const readAuditedRules = (json: string | null): Map<string, AppRule | null> =>
  new Map(
    Object.entries(JSON.parse(json ?? '{}')).map(([name, audited]) => {
      const rule = AuditedRule.parse(audited)
      return [name, rule && ruleOfJson(rule)]
    }),
  )

/** An admin's rule for a person; `seq` is its version. */
export type StoredRule = Omit<RuleRow, 'set_by' | 'label'> & {
  user_id: string
  rule: AppRule
  admin_name: string | null
}

export type AdminRules = ReadonlyMap<string, StoredRule>

/** A change of a rule. `before` is null for a new rule, `after` for a removed one. */
export type RuleStep = { user_id: string; package_name: string; before: StoredRule | null; after: AppRule | null }

/** Describes a rule, for example `unlocks after 1h tracked today`, or `no rule`. */
const ruleWords = (rule: AppRule | null) => {
  if (rule === null) return 'no rule'
  if (rule.is_whitelisted === 0) return 'blocked'
  const words = [rule.after && `unlocks ${conditionWords(rule.after)}`, rule.limit && limitWords(rule.limit)]
  return words.filter(Boolean).join(', ') || 'allowed'
}

const mostDescribed = 3

/** Describes an entry about rules in words that precede the person's name. */
export const describeRules = ({ after }: Pick<AuditRow, 'after'>) => {
  const rules = [...readAuditedRules(after)]
  const [first] = rules
  if (!first || rules.length > 1) return `changed ${plural(rules.length, 'rule')} for`
  const [name, rule] = first
  if (rule === null) return `removed the rule for ${isolateDirection(name)} from`
  return `${rule.is_whitelisted === 1 ? 'allowed' : 'blocked'} ${isolateDirection(name)} for`
}

/** Describes a change of rules, for example `no rule → blocked`. Several apps are named. */
export const ruleChange = ({ before, after }: Pick<AuditRow, 'before' | 'after'>) => {
  const [was, is] = [readAuditedRules(before), [...readAuditedRules(after)]]
  const words = is.slice(0, mostDescribed).map(([name, rule]) => {
    const change = `${ruleWords(was.get(name) ?? null)} → ${ruleWords(rule)}`
    return is.length === 1 ? change : `${isolateDirection(name)}: ${change}`
  })
  return [...words, ...(is.length > mostDescribed ? [`and ${plural(is.length - mostDescribed, 'other')}`] : [])].join(
    ', ',
  )
}

export const tooManyRules = `That’s more than ${grouped(rulesLimit)} rules at a time`

const onlyAll = 'For other people, only all tracked time can count'

/** Form fields of one rule, applied to many apps or people. */
const ruleFields = z.object({ set: z.enum(['block', 'allow', 'after', 'remove'], 'Choose a rule'), ...ruleTexts })

export const readAdminRule = ({ set, ...texts }: z.output<typeof ruleFields>): ReadRule => {
  const read = readRule(set, texts)
  if (read.errors || !read.rule?.after || read.rule.after.subject === 'all') return read
  return { errors: { after_subject: [onlyAll] } }
}

const id = z.string('Enter the id as text').min(1, 'Enter an id').max(100, 'Use at most 100 characters for the id')

export const BulkRulesForm = ruleFields
  .extend({
    ids: z
      .union([z.string(), z.array(z.string())], 'Select people')
      .transform((ids) => [...new Set([ids].flat())])
      .pipe(z.array(id).max(peopleLimit, `Select at most ${peopleLimit} people at a time`)),
    list: z
      .string('Enter the apps as text')
      .max(listLimit, `Enter at most ${grouped(listLimit)} characters`)
      .default(''),
  })
  .superRefine((fields, context) => checkRule(readAdminRule(fields), context))
export type BulkRulesForm = z.output<typeof BulkRulesForm>

export const AdminRuleJson = z
  .object({
    package_name: z.string(),
    is_whitelisted: z.boolean(),
    after: z
      .object({ subject: z.string(), seconds: z.int().nullable(), period: z.enum(['day', 'week']) })
      .nullable()
      .meta({ description: 'Tracked time that unlocks it. The person’s progress is private.' }),
    limit: TimeLimit.nullable().meta({ description: 'Its limit. The person’s use is private.' }),
    admin_id: z.string().nullable(),
    admin_name: z.string().nullable(),
    seq: z.int(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'AdminRule' })

export const AdminRuleBody = z
  .strictObject({ ...RuleJson.shape, after: AdminAfter.nullable().optional(), seq: seqInput })
  .refine(...limitNeedsAllowed)
  .refine(({ is_whitelisted, after }) => is_whitelisted || !after, {
    path: ['after'],
    message: 'Only an allowed app can unlock with time',
  })
  .meta({ id: 'AdminRuleBody', example: { is_whitelisted: false } })

const appsMessage = `Enter 1 to ${appsLimit} apps`
const peopleMessage = `Enter the ids of 1 to ${peopleLimit} people`

export const BulkRulesBody = z
  .strictObject({
    user_ids: z.array(id, peopleMessage).min(1, peopleMessage).max(peopleLimit, peopleMessage),
    apps: z
      .array(z.strictObject({ package_name: PackageName, rule: RuleJson.nullable() }), appsMessage)
      .min(1, appsMessage)
      .max(appsLimit, appsMessage)
      .meta({ description: 'Rules to set; null removes one. If a name appears twice, the last one counts.' }),
  })
  .meta({
    id: 'AdminRulesMany',
    example: { user_ids: ['…'], apps: [{ package_name: 'org.mozilla.firefox', rule: { is_whitelisted: true } }] },
  })

const counts = {
  added: z.int().min(0),
  changed: z.int().min(0),
  removed: z.int().min(0),
  unchanged: z.int().min(0).meta({ description: 'Already as requested.' }),
}

export const BulkRulesJson = z
  .object({
    change_id: z.string().nullable().meta({ description: 'Use it to undo the change; null if nothing was written.' }),
    ...counts,
    people: z.array(z.object({ user_id: z.string(), ...counts })),
  })
  .meta({ id: 'AdminRulesResult' })
