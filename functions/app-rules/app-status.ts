import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { type Earned, isUnlockedBy, readEarned, type UnlockProgress } from './earned'
import { type EffectiveRule, effectiveRule, type RuleSources } from './effective-rule'
import { type AppRules, readAppRules } from './queries'
import { ruleOf, type UnlockCondition } from './schema'
import type { WhitelistHead } from './version'

/** What an app's permission depends on, where the rule that holds does on any, and how far the person is with it. */
export type Unlock = UnlockProgress & { after: UnlockCondition }

/** What holds of an app, and what it waits for where it is earned. */
export type RuleOutcome = { effective: EffectiveRule; unlock: Unlock | null }

/** What is said about an app, and what holds for the person of it. */
export type AppStatus = AppRules & RuleOutcome

/** What holds of an app by what is said about it and what is earned. */
export const ruleOutcome = (said: RuleSources, earned: Earned): RuleOutcome => {
  const held = effectiveRule(said, isUnlockedBy(earned))
  const after = held.rule?.after
  return { effective: held, unlock: after ? { after, ...earned.progress(after) } : null }
}

/**
 * What holds for a person of some apps, by package name; each of the names is in the map, known or not. One statement
 * for as many names as `saidOf` reads in one.
 * @param head where it is known already: what is earned is taken from there, as the list's version is
 * @param now epoch ms
 */
export const appStatuses = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  packageNames: string[],
  head?: Pick<WhitelistHead, 'earned'>,
  now = Date.now(),
): Promise<Map<string, AppStatus>> => {
  const { said, earned: kept } = await readAppRules(db, id, packageNames)
  const earned = readEarned(head ? head.earned : kept, preferences, dayOf(now, preferences))
  return new Map(
    Array.from(said, ([packageName, { app, admin, own }]) => {
      const rules = { admin: admin && ruleOf(admin), own: own && ruleOf(own) }
      const held = ruleOutcome({ app, ...rules, unlisted: preferences.unlisted_apps }, earned)
      return [packageName, { app, admin, own, ...held }]
    }),
  )
}
