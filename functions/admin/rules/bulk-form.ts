import type { Context } from 'hono'
import { z } from 'zod'
import type { App } from '../../lib/env'
import { submittedAll, submittedText } from '../../lib/form'
import { grouped, plural } from '../../lib/format'
import { isPackageName } from '../../lib/package-name'
import { isolated } from '../../lib/text'
import type { BulkRequest } from './change'
import { appsLimit, peopleLimit, readAdminRule, ruleFields, rulesLimit } from './schema'

const text = (initial = '') => z.string().default(initial)

const BulkValues = z.object({
  chosen: z.array(z.string()).default([]),
  q: text(),
  before: text(),
  /** Id of the person whose rules are copied; empty where rules are set. */
  from: text(),
  kind: text('add'),
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

export type BulkErrors = Partial<Record<'people' | 'kind' | keyof BulkValues, string[]>>

export const namesIn = (text: string) =>
  [...new Set(text.split(/\r\n|\r|\n/).map((line) => line.trim()))].filter(Boolean)

const wrongApps = (names: string[]) => {
  if (names.length === 0) return 'Enter apps, one per line'
  if (names.length > appsLimit) return `Enter at most ${appsLimit} apps at a time`
  const wrong = names.filter((name) => !isPackageName(name))
  if (wrong.length === 0) return undefined
  const more = wrong.length > 3 ? ` and ${plural(wrong.length - 3, 'other')}` : ''
  return `No package name: ${wrong
    .slice(0, 3)
    .map((name) => isolated(name.slice(0, 80)))
    .join(', ')}${more}`
}

const wrongPeople = (count: number) => {
  if (count === 0) return 'Select people'
  return count > peopleLimit ? `Select at most ${peopleLimit} people at a time` : undefined
}

const only = (field: keyof BulkErrors, message: string | undefined): BulkErrors =>
  message === undefined ? {} : { [field]: [message] }

export const tooMany = `That’s more than ${grouped(rulesLimit)} rules at a time`

const RuleValues = z.object(ruleFields)

export const parseBulkForm = (values: BulkValues): { request: BulkRequest } | { errors: BulkErrors } => {
  const { chosen, from, kind } = values
  const people = only('people', wrongPeople(chosen.length))
  if (from !== '') {
    if (kind !== 'add' && kind !== 'replace') return { errors: { ...people, kind: ['Choose an option'] } }
    return people.people ? { errors: people } : { request: { userIds: chosen, what: { kind, from } } }
  }
  const names = namesIn(values.apps)
  const fields = RuleValues.safeParse(values)
  const read = fields.success ? readAdminRule(fields.data) : { errors: { set: ['Choose a rule'] } }
  const errors: BulkErrors = {
    ...people,
    ...only('apps', wrongApps(names)),
    ...read.errors,
    ...(chosen.length * names.length > rulesLimit && only('apps', tooMany)),
  }
  if (read.errors || Object.keys(errors).length > 0) return { errors }
  return {
    request: { userIds: chosen, what: { kind: 'apply', rules: new Map(names.map((name) => [name, read.rule])) } },
  }
}
