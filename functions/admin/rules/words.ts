import type { Rule } from '../../app-rules/schema'
import { conditionWords } from '../../whitelists/rules/unlock-condition'

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
