import type { Context } from 'hono'
import { z } from 'zod'
import type { App } from '../../../lib/env'
import { submittedAll, submittedText } from '../../../lib/http/form'
import { grouped } from '../../../lib/text/format'
import { isolated } from '../../../lib/text/text'
import { appsOfList, type PastedList, readLines } from '../../app-rules/list-lines'
import { type Rule, ruleThat } from '../../app-rules/schema'
import type { BulkRequest } from './change'
import { appsLimit, peopleLimit, readAdminRule, ruleFields, rulesLimit } from './schema'

const text = (initial = '') => z.string().default(initial)

const BulkValues = z.object({
  chosen: z.array(z.string()).default([]),
  q: text(),
  before: text(),
  apps: text(),
  set: text('block'),
  after_subject: text('all'),
  after_minutes: text('1h'),
  after_period: text('day'),
})
export type BulkValues = z.output<typeof BulkValues>

export const emptyBulk = BulkValues.parse({})

const idsIn = (text = '') => text.split(',').filter((id) => /^[\w-]{1,100}$/.test(id))

/** Selection across pages: this page's ticks plus earlier picks that are not shown here. */
export const readBulkForm = async (c: Context<App>) => {
  const { chosen, shown, go = '', seen = '', next = '', ...fields } = submittedText(c)
  const hidden = new Set(idsIn(shown))
  const ticked = idsIn(submittedAll(c, 'ids').join(','))
  const ids = [...new Set([...idsIn(chosen).filter((id) => !hidden.has(id)), ...ticked])]
  return { values: BulkValues.parse({ ...fields, chosen: ids }), go, seen, next }
}

export const bulkFields = ({ chosen, ...values }: BulkValues): Record<string, string> => ({
  ...values,
  chosen: chosen.join(','),
})

export type BulkErrors = Partial<Record<'people' | keyof BulkValues, string[]>>

const wrongApps = ({ apps, skipped: [skipped] }: PastedList) => {
  if (skipped) return `Line ${skipped.line}, “${isolated(skipped.what)}”: ${skipped.reason}`
  if (apps.length === 0) return 'Enter apps, one per line'
  return apps.length > appsLimit ? `Enter at most ${appsLimit} apps at a time` : undefined
}

const wrongPeople = (count: number) => {
  if (count === 0) return 'Select people'
  return count > peopleLimit ? `Select at most ${peopleLimit} people at a time` : undefined
}

const only = (field: keyof BulkErrors, message: string | undefined): BulkErrors =>
  message === undefined ? {} : { [field]: [message] }

export const tooMany = `That’s more than ${grouped(rulesLimit)} rules at a time`

const RuleValues = z.object(ruleFields)

/** @param list the apps that the form names; an app with a decision of its own gets that as its rule */
export const parseBulkForm = (
  values: BulkValues,
  list: PastedList = appsOfList(readLines(values.apps)),
): { request: BulkRequest } | { errors: BulkErrors } => {
  const { chosen } = values
  const fields = RuleValues.safeParse(values)
  const read = fields.success ? readAdminRule(fields.data) : { errors: { set: ['Choose a rule'] } }
  const errors: BulkErrors = {
    ...only('people', wrongPeople(chosen.length)),
    ...only('apps', wrongApps(list)),
    ...read.errors,
    ...(chosen.length * list.apps.length > rulesLimit && only('apps', tooMany)),
  }
  if (read.errors || Object.keys(errors).length > 0) return { errors }
  const rules = list.apps.map(({ package_name, is_whitelisted }): [string, Rule | null] => [
    package_name,
    is_whitelisted === null ? read.rule : ruleThat(is_whitelisted),
  ])
  return { request: { userIds: chosen, rules: new Map(rules) } }
}
