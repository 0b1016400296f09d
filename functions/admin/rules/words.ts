import type { Rule } from '../../app-rules/schema'
import { conditionWords } from '../../whitelists/rules/unlock-condition'

/** Stands for what a person's own rule depends on, which is theirs to know. */
export const ofTheirs = 'own'

/** A rule in words: `allowed`, `blocked`, `allowed after 1h tracked today`; `no rule` where there is none. */
export const ruleWords = (rule: Rule | null) => {
  if (rule === null) return 'no rule'
  if (rule.is_whitelisted === 0) return 'blocked'
  return rule.after ? `allowed ${conditionWords(rule.after, 'something of theirs')}` : 'allowed'
}

/** What is done with a rule. */
export const ruleActs = ['allow', 'block', 'after', 'remove'] as const
export type RuleAct = (typeof ruleActs)[number]

/** What holds of apps on no list, in words. */
export const unlistedWords = ({ unlisted_apps, locked }: { unlisted_apps: 'block' | 'allow'; locked: boolean }) =>
  `${unlisted_apps === 'allow' ? 'allowed' : 'blocked'}, ${locked ? 'locked' : 'as they like'}`
