import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import type { SqlPart } from '../lib/sql'
import { type Earned, isUnlockedBy, readEarned, type UnlockProgress } from './earned'
import { type EffectiveRule, effectiveRule, type RuleSources } from './effective-rule'
import { type AppRules, readAppRules } from './queries'
import { ruleOf, type UnlockCondition } from './schema'
import type { WhitelistHead } from './version'

export type Unlock = UnlockProgress & { after: UnlockCondition }

/** `unlock` is null where the effective rule has no condition. */
export type RuleOutcome = { effective: EffectiveRule; unlock: Unlock | null }

export type AppStatus = AppRules & RuleOutcome

export const ruleOutcome = (rules: RuleSources, earned: Earned): RuleOutcome => {
  const outcome = effectiveRule(rules, isUnlockedBy(earned))
  const after = outcome.rule?.after
  return { effective: outcome, unlock: after ? { after, ...earned.progress(after) } : null }
}

type Reader = Pick<User, 'id' | 'preferences'>

export const statusesOf = (
  rules: Map<string, AppRules>,
  { preferences }: Pick<Reader, 'preferences'>,
  earned: Earned,
): Map<string, AppStatus> =>
  new Map(
    Array.from(rules, ([packageName, { app, admin, own }]) => {
      const rules = { admin: admin && ruleOf(admin), own: own && ruleOf(own) }
      const outcome = ruleOutcome({ app, ...rules, unlisted: preferences.unlisted_apps }, earned)
      return [packageName, { app, admin, own, ...outcome }]
    }),
  )

/**
 * Every name is in the map, known or not. One statement for up to 250,000 characters of names.
 * @param names see `readAppRules`
 * @param head where it is already read; the progress then agrees with its version
 * @param now epoch ms
 */
export const appStatuses = async (
  db: D1Database,
  reader: Reader,
  names: string[] | SqlPart,
  head?: Pick<WhitelistHead, 'earned'>,
  now = Date.now(),
): Promise<Map<string, AppStatus>> => {
  const { rules, earned } = await readAppRules(db, reader.id, names)
  const { preferences } = reader
  return statusesOf(rules, reader, readEarned(head ? head.earned : earned, preferences, dayOf(now, preferences)))
}
