import { z } from 'zod'
import type { Rule } from '../../app-rules/schema'
import { ConditionBody } from '../../app-rules/unlock-condition'

/** Most people, apps and rules in one change. */
export const peopleLimit = 500
export const appsLimit = 200
export const rulesLimit = 40_000

/** Admins' rules may depend on all tracked time only: projects, goals and tags are private. */
export const AdminAfter = ConditionBody.refine(({ subject }) => subject === 'all', {
  path: ['subject'],
  message: 'For other people, only all tracked time can count: all',
}).meta({ id: 'AdminAfter', description: 'Tracked time that unlocks the app.' })

export const RuleJson = z.strictObject({
  is_whitelisted: z.boolean('Choose true or false'),
  after: AdminAfter.nullable().default(null).meta({ description: 'What unlocks it; null if nothing does.' }),
})
export type RuleJson = z.infer<typeof RuleJson>

export const ruleOfJson = ({ is_whitelisted, after }: RuleJson): Rule => ({
  is_whitelisted: is_whitelisted ? 1 : 0,
  after: is_whitelisted ? after : null,
})

export const jsonOfRule = ({ is_whitelisted, after }: Rule) => ({ is_whitelisted: is_whitelisted === 1, after })

const AuditedRule = RuleJson.nullable()

/** JSON of the audit log: rules by package name, null for none. */
export const writeAuditedRules = (rules: [packageName: string, rule: Rule | null][]) =>
  JSON.stringify(Object.fromEntries(rules.map(([name, rule]) => [name, rule && jsonOfRule(rule)])))

export const readAuditedRules = (json: string | null): Map<string, Rule | null> =>
  new Map(
    Object.entries(JSON.parse(json ?? '{}')).map(([name, audited]) => {
      const rule = AuditedRule.parse(audited)
      return [name, rule && ruleOfJson(rule)]
    }),
  )

export const isSameRule = (one: Rule | null, other: Rule | null) =>
  one === null || other === null
    ? one === other
    : one.is_whitelisted === other.is_whitelisted &&
      one.after?.subject === other.after?.subject &&
      one.after?.seconds === other.after?.seconds &&
      one.after?.period === other.after?.period
