import type { PersonHead } from '../../lib/env'
import type { AppDefault, AppRule, UnlockCondition } from './schema'
import { type EarnedRules, isUnlockedBy, type UnlockProgress } from './unlock-condition'

/** Sources of the effective rule, in order of precedence. */
type RuleSource = 'locked' | 'admin' | 'user' | 'default' | 'unlisted'

export type RuleSources = {
  app?: AppDefault | null
  admin?: AppRule | null
  own?: AppRule | null
  /** Preference for apps without a rule or default. */
  unlisted: 'block' | 'allow'
}

type EffectiveRule = {
  is_whitelisted: boolean
  source: RuleSource
  /** Null if the default or the preference decides. */
  rule: AppRule | null
}

/** The effective rule: a locked default, else an admin's rule, the person's own, the default, or their preference. */
export const effectiveRule = (
  { app, admin, own, unlisted }: RuleSources,
  isEarned: (rule: AppRule) => boolean,
): EffectiveRule => {
  const set = admin ?? own
  if (set && app?.is_locked !== 1) {
    const is_whitelisted = set.is_whitelisted === 1 && (set.after === null || isEarned(set))
    return { is_whitelisted, source: admin ? 'admin' : 'user', rule: set }
  }
  if (!app) return { is_whitelisted: unlisted === 'allow', source: 'unlisted', rule: null }
  return { is_whitelisted: app.is_whitelisted === 1, source: app.is_locked === 1 ? 'locked' : 'default', rule: null }
}

export type Unlock = UnlockProgress & { after: UnlockCondition }

/** `unlock` is null if the effective rule has no condition. */
export type RuleOutcome = { effective: EffectiveRule; unlock: Unlock | null }

export const ruleOutcome = (rules: RuleSources, earned: EarnedRules): RuleOutcome => {
  const outcome = effectiveRule(rules, isUnlockedBy(earned))
  const after = outcome.rule?.after
  return { effective: outcome, unlock: after ? { after, ...earned.progress(after) } : null }
}

/** Versions that the list of apps depends on. */
export type WhitelistHead = Omit<PersonHead, 'seq'>

/**
 * Version of every app's effective rule. It changes with rules, defaults, the preference, and when a condition is met
 * or expires; not with usage reports or the timer.
 */
export const whitelistVersion = (
  { whitelist_seq, catalogue_seq, epoch }: Pick<WhitelistHead, 'whitelist_seq' | 'catalogue_seq' | 'epoch'>,
  earned: EarnedRules,
) => {
  const open = earned.rules.map((rule) => Number(isUnlockedBy(earned)(rule))).join('')
  return [epoch, whitelist_seq, catalogue_seq, ...(open === '' ? [] : [open])].join('.')
}
