import type { PersonHead } from '../../lib/env'
import type { AppDefault, AppRule, UnlockCondition } from './schema'
import { type LimitUse, nearestLimit } from './time-limit'
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

/**
 * `unlock` is null if the effective rule has no condition. `limit` is the limit with the least left, null if none holds
 * for the app today.
 */
export type RuleOutcome = { effective: EffectiveRule; unlock: Unlock | null; limit: LimitUse | null }

type LimitedApp = { package_name: string; category: string | null }

/** Limits of an app under its effective rule. A locked default has none, and a rule that blocks needs none. */
const limitsOf = (outcome: EffectiveRule, { limits }: EarnedRules, { package_name, category }: LimitedApp) => {
  const { is_whitelisted, source, rule } = outcome
  if (source === 'locked' || !(rule ? rule.is_whitelisted === 1 : is_whitelisted)) return []
  const setBy = source === 'admin' ? 'admin' : 'user'
  const ofCategory = category === null ? null : `category:${category}`
  return limits.filter(({ scope, set_by }) =>
    scope === `app:${package_name}` ? rule?.limit && set_by === setBy : scope === 'all' || scope === ofCategory,
  )
}

export const ruleOutcome = (rules: RuleSources, earned: EarnedRules, app: LimitedApp): RuleOutcome => {
  const outcome = effectiveRule(rules, isUnlockedBy(earned))
  const after = outcome.rule?.after
  const limit = nearestLimit(limitsOf(outcome, earned, app))
  return {
    effective: { ...outcome, is_whitelisted: outcome.is_whitelisted && !limit?.is_used_up },
    unlock: after ? { after, ...earned.progress(after) } : null,
    limit,
  }
}

/** Versions that the list of apps depends on. */
export type WhitelistHead = Omit<PersonHead, 'seq'>

/**
 * Version of every app's effective rule. It changes with rules, defaults, the preference, and when a condition is met
 * or expires, or a limit is used up or starts over; not with other usage reports or the timer.
 */
export const whitelistVersion = (
  { whitelist_seq, catalogue_seq, epoch }: Pick<WhitelistHead, 'whitelist_seq' | 'catalogue_seq' | 'epoch'>,
  earned: EarnedRules,
) => {
  const open = earned.rules.map((rule) => Number(isUnlockedBy(earned)(rule))).join('')
  const used = earned.limits.map(({ is_used_up, until }) => `${Number(is_used_up)}${until.toString(36)}`).join('-')
  return [epoch, whitelist_seq, catalogue_seq, ...[open, used].filter(Boolean)].join('.')
}
