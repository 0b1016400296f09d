import { z } from 'zod'
import { ruleOf } from '../../app-rules/schema'
import { Instant, jsonOf, seqInput } from '../../lib/api/values'
import { PackageName } from '../../lib/package-name'
import type { Plan } from './change'
import type { AdminRule } from './queries'
import { AdminAfter, appsLimit, jsonOfRule, peopleLimit, RuleJson } from './schema'

export const AdminRuleJson = z
  .object({
    package_name: z.string(),
    is_whitelisted: z.boolean(),
    after: z
      .object({ subject: z.string(), seconds: z.int().nullable(), period: z.enum(['day', 'week']) })
      .nullable()
      .meta({ description: 'Tracked time that unlocks it. The person’s progress is private.' }),
    admin_id: z.string().nullable(),
    admin_name: z.string().nullable(),
    seq: z.int(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'AdminRule' })

export const adminRuleJson = (rule: AdminRule) => jsonOf(AdminRuleJson, { ...rule, ...jsonOfRule(ruleOf(rule)) })

export const AdminRuleBody = z
  .strictObject({ ...RuleJson.shape, after: AdminAfter.nullable().optional(), seq: seqInput })
  .refine(({ is_whitelisted, after }) => is_whitelisted || !after, {
    path: ['after'],
    message: 'Only an allowed app can unlock with time',
  })
  .meta({ id: 'AdminRuleBody', example: { is_whitelisted: false } })

const id = z.string('Enter the id as text').min(1, 'Enter an id').max(100, 'Use at most 100 characters for the id')

const appsMessage = `Enter 1 to ${appsLimit} apps`
const peopleMessage = `Enter the ids of 1 to ${peopleLimit} people`

export const ManyBody = z
  .strictObject({
    user_ids: z.array(id, peopleMessage).min(1, peopleMessage).max(peopleLimit, peopleMessage),
    apps: z
      .array(z.strictObject({ package_name: PackageName, rule: RuleJson.nullable() }), appsMessage)
      .min(1, appsMessage)
      .max(appsLimit, appsMessage)
      .optional()
      .meta({ description: 'Rules to set; null removes one. If a name appears twice, the last one counts.' }),
    copy_from: id.optional().meta({ description: 'Person whose admin rules are copied; instead of `apps`.' }),
    mode: z
      .enum(['add', 'replace'], 'Choose add or replace')
      .default('add')
      .meta({ description: 'When copying: `replace` also removes other admin rules.' }),
    dry_run: z.boolean('Choose true or false').default(false).meta({ description: 'Only count; nothing is written.' }),
    version: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'From a dry run: 409 if the outcome would differ now.' }),
  })
  .refine(({ apps, copy_from }) => (apps === undefined) !== (copy_from === undefined), {
    path: ['apps'],
    message: 'Enter either apps or copy_from',
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

export const ManyJson = z
  .object({
    change_id: z.string().nullable().meta({ description: 'Use it to undo the change; null if nothing was written.' }),
    version: z.string().meta({ description: 'Identifies the outcome.' }),
    ...counts,
    people: z.array(z.object({ user_id: z.string(), ...counts })),
  })
  .meta({ id: 'AdminRulesResult' })

export const manyJson = (plan: Plan, version: string, change_id: string | null) => ({
  change_id,
  version,
  ...plan.counts,
  people: plan.people.map(({ user_id, counts }) => ({ user_id, ...counts })),
})

export const UndoneJson = z
  .object({
    undone: z.int().min(0).meta({ description: 'Rules restored.' }),
    kept: z.int().min(0).meta({ description: 'Rules that changed since and stayed.' }),
  })
  .meta({ id: 'AdminRulesUndone' })
