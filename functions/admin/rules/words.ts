import { z } from 'zod'
import type { Rule } from '../../app-rules/schema'
import { conditionWords } from '../../app-rules/unlock-condition'
import { plural } from '../../lib/format'
import { isolated } from '../../lib/text'
import type { AuditRow } from '../audit/schema'
import { readAuditedRules } from './schema'

/** Replaces the subject of a person's own rule, which is private. */
export const ofTheirs = 'own'

/** For example `unlocks after 1h tracked today`, or `no rule`. */
export const ruleWords = (rule: Rule | null) => {
  if (rule === null) return 'no rule'
  if (rule.is_whitelisted === 0) return 'blocked'
  return rule.after ? `unlocks ${conditionWords(rule.after, 'tracked time')}` : 'allowed'
}

export const ruleActs = ['allow', 'block', 'after', 'remove'] as const
export type RuleAct = (typeof ruleActs)[number]

export const unlistedWords = ({ unlisted_apps, locked }: { unlisted_apps: 'block' | 'allow'; locked: boolean }) =>
  `${unlisted_apps === 'allow' ? 'allowed' : 'blocked'}, ${locked ? 'locked' : 'their choice'}`

type Entry = Pick<AuditRow, 'action' | 'before' | 'after'>

const mostDescribed = 3

/** Describes an entry about rules in words that precede the person's name. */
export const describeRules = ({ action, after }: Entry) => {
  if (action === 'unlisted') return 'set unlisted apps for'
  const rules = [...readAuditedRules(after)]
  const [first] = rules
  if (!first || rules.length > 1) return `changed ${plural(rules.length, 'rule')} for`
  const [name, rule] = first
  if (rule === null) return `removed the rule for ${isolated(name)} from`
  return `${rule.is_whitelisted === 1 ? 'allowed' : 'blocked'} ${isolated(name)} for`
}

const Unlisted = z.object({ unlisted_apps: z.enum(['block', 'allow']), locked: z.boolean() })

const unlistedOf = (json: string | null) => unlistedWords(Unlisted.parse(JSON.parse(json ?? 'null')))

/** For example `no rule → blocked`; several apps are named. */
export const ruleChange = ({ action, before, after }: Entry) => {
  if (action === 'unlisted') return `${unlistedOf(before)} → ${unlistedOf(after)}`
  const [was, is] = [readAuditedRules(before), [...readAuditedRules(after)]]
  const words = is.slice(0, mostDescribed).map(([name, rule]) => {
    const change = `${ruleWords(was.get(name) ?? null)} → ${ruleWords(rule)}`
    return is.length === 1 ? change : `${isolated(name)}: ${change}`
  })
  return [...words, ...(is.length > mostDescribed ? [`and ${plural(is.length - mostDescribed, 'other')}`] : [])].join(
    ', ',
  )
}
