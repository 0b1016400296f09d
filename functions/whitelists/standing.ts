import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { earnedOf, isEarnedBy } from './earned'
import { type Holds, holds } from './holds'
import { type SaidOf, saidOf } from './queries'
import { ruleOf } from './schema'
import { type WhitelistHead, whitelistHead } from './version'

/** What is said about an app, and what holds for the person of it. */
export type Standing = SaidOf & { holds: Holds }

const inForce = ({ app, admin, own }: SaidOf, unlisted: 'block' | 'allow') => ({
  app,
  admin: admin && ruleOf(admin),
  own: own && ruleOf(own),
  unlisted,
})

/**
 * What holds for a person of some apps, by package name; each of the names is in the map, known or not. Two statements,
 * one where the head is known.
 * @param now epoch ms
 */
export const standingOf = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  packageNames: string[],
  head?: WhitelistHead,
  now = Date.now(),
): Promise<Map<string, Standing>> => {
  const [{ earned }, said] = await Promise.all([head ?? whitelistHead(db, id), saidOf(db, id, packageNames)])
  const isEarned = isEarnedBy(earnedOf(earned, preferences, dayOf(now, preferences)))
  return new Map(
    Array.from(said, ([packageName, one]) => [
      packageName,
      { ...one, holds: holds(inForce(one, preferences.unlisted_apps), isEarned) },
    ]),
  )
}
