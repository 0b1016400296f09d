import type { AppDefault, Rule } from './schema'

/** Who or what decides about an app: in this order, the first that there is. */
export type RuleSource = 'locked' | 'admin' | 'user' | 'default' | 'unlisted'

/** What is said about an app, by whom. */
export type RuleSources = {
  /** The default of the catalogue. */
  app?: AppDefault | null
  /** The rule that an admin set for the person. */
  admin?: Rule | null
  /** The person's own rule. */
  own?: Rule | null
  /** What the person's preferences say of apps that nobody decided about. */
  unlisted: 'block' | 'allow'
}

export type EffectiveRule = {
  is_whitelisted: boolean
  source: RuleSource
  /** The rule that decides, where one does. */
  rule: Rule | null
}

/**
 * What holds for an app: a locked default, else the admin's rule for this person, else the person's own rule, else the
 * default, else their preference.
 * @param isEarned whether what a rule depends on was tracked
 */
export const effectiveRule = (
  { app, admin, own, unlisted }: RuleSources,
  isEarned: (rule: Rule) => boolean,
): EffectiveRule => {
  const byRule = (source: 'admin' | 'user', rule: Rule): EffectiveRule => ({
    is_whitelisted: rule.is_whitelisted === 1 && (rule.after === null || isEarned(rule)),
    source,
    rule,
  })
  const byDefault = (source: 'locked' | 'default', { is_whitelisted }: AppDefault): EffectiveRule => ({
    is_whitelisted: is_whitelisted === 1,
    source,
    rule: null,
  })
  if (app?.is_locked === 1) return byDefault('locked', app)
  if (admin) return byRule('admin', admin)
  if (own) return byRule('user', own)
  if (app) return byDefault('default', app)
  return { is_whitelisted: unlisted === 'allow', source: 'unlisted', rule: null }
}
