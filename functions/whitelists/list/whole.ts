import { ruleOutcome } from '../../app-rules/app-status'
import type { Earned } from '../../app-rules/earned'
import { decidedApps, personRules, readUnlistedPreference, type StoredRule } from '../../app-rules/queries'
import { ruleOf } from '../../app-rules/schema'
import type { User } from '../../lib/env'
import { unlockJson } from '../json'

const byApp = (rules: StoredRule[], setBy: StoredRule['set_by']) =>
  new Map(rules.filter(({ set_by }) => set_by === setBy).map((rule) => [rule.package_name, rule]))

/**
 * All that anybody decided about for a person, in the order of package names. The preference is read anew: what it was
 * at the sign-in of the request can be older than the version that the answer gets.
 */
export const wholeWhitelist = async (db: D1Database, { id }: Pick<User, 'id'>, earned: Earned) => {
  const [apps, rules, unlisted] = await Promise.all([
    decidedApps(db, id),
    personRules(db, id),
    readUnlistedPreference(db, id),
  ])
  const [admins, own] = [byApp(rules, 'admin'), byApp(rules, 'user')]
  return {
    unlisted,
    apps: apps.map(({ package_name, label, category, is_whitelisted, is_locked }) => {
      const [theirs, mine] = [admins.get(package_name), own.get(package_name)]
      const { effective, unlock } = ruleOutcome(
        {
          app: is_whitelisted === null || is_locked === null ? null : { is_whitelisted, is_locked },
          admin: theirs && ruleOf(theirs),
          own: mine && ruleOf(mine),
          unlisted,
        },
        earned,
      )
      return {
        package_name,
        label: label ?? mine?.label ?? package_name,
        category,
        is_whitelisted: effective.is_whitelisted,
        source: effective.source,
        ...unlockJson(unlock),
      }
    }),
  }
}
