import { ruleOutcome } from '../../app-rules/app-status'
import { readEarned } from '../../app-rules/earned'
import { readRulesOfApp } from '../../app-rules/queries'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { checkJson } from '../json'

/**
 * Answers whether an app is allowed for a person, in one statement of at most four rows.
 * @param now epoch ms
 */
export const checkApp = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  packageName: string,
  now: number,
) => {
  const { earned, ...rules } = await readRulesOfApp(db, id, packageName)
  const outcome = ruleOutcome(
    { ...rules, unlisted: preferences.unlisted_apps },
    readEarned(earned, preferences, dayOf(now, preferences)),
  )
  return checkJson(packageName, outcome)
}
