import { ruleOutcome, type WhitelistHead } from '../../app-rules/effective-rule'
import { readRulesOfApp } from '../../app-rules/queries'
import { readEarned } from '../../app-rules/unlock-condition'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { checkJson } from '../json'

type Awaitable<T> = T | Promise<T>

/**
 * Answers whether an app is allowed for a person, in one statement of two rows.
 * @param head read after the last write
 * @param now epoch ms
 */
export const checkApp = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  head: Awaitable<Pick<WhitelistHead, 'earned'>>,
  packageName: string,
  now: number,
) => {
  const [rules, { earned }] = await Promise.all([readRulesOfApp(db, id, packageName), head])
  const outcome = ruleOutcome(
    { ...rules, unlisted: preferences.unlisted_apps },
    readEarned(earned, preferences, dayOf(now, preferences)),
  )
  return checkJson(packageName, outcome)
}
