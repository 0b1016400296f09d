import type { AppDefault, Rule } from './schema'

/** In order of precedence. */
export type RuleSource = 'locked' | 'admin' | 'user' | 'default' | 'unlisted'

export type RuleSources = {
  app?: AppDefault | null
  admin?: Rule | null
  own?: Rule | null
  /** Preference for apps without a rule or default. */
  unlisted: 'block' | 'allow'
}

export type EffectiveRule = {
  is_whitelisted: boolean
  source: RuleSource
  /** Null where the default or the preference decides. */
  rule: Rule | null
}

/** The rule that wins: a locked default, an admin's rule, the person's own, the default, their preference. */
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
