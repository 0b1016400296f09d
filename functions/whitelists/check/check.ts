import { ruleOutcome } from '../../app-rules/app-status'
import { readEarned } from '../../app-rules/earned'
import { readRulesOfApp } from '../../app-rules/queries'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import type { Problem } from '../../lib/problem'
import { isolated } from '../../lib/text'
import { checkJson } from '../json'
import type { RefusedRule } from '../rules/plan'
import { earnedRuleLimit, ownRuleLimit } from '../rules/plan'

/**
 * What holds of one app for a person. One statement; four rows at most, however many apps and rules there are.
 * @param now epoch ms
 */
export const checkApp = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  packageName: string,
  now: number,
) => {
  const { earned, ...said } = await readRulesOfApp(db, id, packageName)
  const held = ruleOutcome(
    { ...said, unlisted: preferences.unlisted_apps },
    readEarned(earned, preferences, dayOf(now, preferences)),
  )
  return checkJson(packageName, held)
}

const locked = (detail: string): Problem => ({
  status: 403,
  code: 'locked',
  title: 'An admin decides about it',
  detail,
})
const full = (detail: string): Problem => ({ status: 422, code: 'full', title: 'There is no room for it', detail })

/**
 * What is said of a rule that was not set.
 * @param by the name of the admin who decides about the app, where it is known
 */
export const refusalProblem = ({ package_name, why }: RefusedRule, by: string | null): Problem => {
  const app = isolated(package_name)
  const admin = by === null ? 'an admin' : `the admin ${isolated(by)}`
  if (why === 'locked') return locked(`The default of ${app} is locked: ${admin} decided it for everybody.`)
  if (why === 'admin') return locked(`A rule about ${app} that ${admin} set for you holds before your own.`)
  if (why === 'full') return full(`There can be ${ownRuleLimit} rules of your own. Delete some first.`)
  return full(`There can be ${earnedRuleLimit} apps of yours that wait for time. Let others wait for none first.`)
}
