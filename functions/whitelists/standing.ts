import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { type Earned, earnedOf, isEarnedBy, type Progress } from './earned'
import { type Holds, holds, type Said } from './holds'
import { type SaidOf, saidOf } from './queries'
import { type After, ruleOf } from './schema'
import type { WhitelistHead } from './version'

/** What an app's permission depends on, where the rule that holds does on any, and how far the person is with it. */
export type Unlock = Progress & { after: After }

/** What holds of an app, and what it waits for where it is earned. */
export type Held = { holds: Holds; unlock: Unlock | null }

/** What is said about an app, and what holds for the person of it. */
export type Standing = SaidOf & Held

/** What holds of an app by what is said about it and what is earned. */
export const heldBy = (said: Said, earned: Earned): Held => {
  const held = holds(said, isEarnedBy(earned))
  const after = held.rule?.after
  return { holds: held, unlock: after ? { after, ...earned.progress(after) } : null }
}

/**
 * What holds for a person of some apps, by package name; each of the names is in the map, known or not. One statement
 * for as many names as `saidOf` reads in one.
 * @param head where it is known already: what is earned is taken from there, as the list's version is
 * @param now epoch ms
 */
export const standingOf = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  packageNames: string[],
  head?: Pick<WhitelistHead, 'earned'>,
  now = Date.now(),
): Promise<Map<string, Standing>> => {
  const { said, earned: kept } = await saidOf(db, id, packageNames)
  const earned = earnedOf(head ? head.earned : kept, preferences, dayOf(now, preferences))
  return new Map(
    Array.from(said, ([packageName, { app, admin, own }]) => {
      const rules = { admin: admin && ruleOf(admin), own: own && ruleOf(own) }
      const held = heldBy({ app, ...rules, unlisted: preferences.unlisted_apps }, earned)
      return [packageName, { app, admin, own, ...held }]
    }),
  )
}
