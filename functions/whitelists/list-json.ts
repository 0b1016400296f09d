import type { User } from '../lib/env'
import type { Earned } from './earned'
import { unlockJson } from './json'
import { listedApps, rulesOf, type SaidRule, unlistedOf } from './queries'
import { ruleOf } from './schema'
import { heldBy } from './standing'

const byApp = (rules: SaidRule[], setBy: SaidRule['set_by']) =>
  new Map(rules.filter(({ set_by }) => set_by === setBy).map((rule) => [rule.package_name, rule]))

/**
 * All that anybody decided about for a person, in the order of package names. The preference is read anew: what it was
 * at the sign-in of the request can be older than the version that the answer gets.
 */
export const whitelistOf = async (db: D1Database, { id }: Pick<User, 'id'>, earned: Earned) => {
  const [apps, rules, unlisted] = await Promise.all([listedApps(db, id), rulesOf(db, id), unlistedOf(db, id)])
  const [admins, own] = [byApp(rules, 'admin'), byApp(rules, 'user')]
  return {
    unlisted,
    apps: apps.map(({ package_name, label, category, is_whitelisted, is_locked }) => {
      const [theirs, mine] = [admins.get(package_name), own.get(package_name)]
      const { holds, unlock } = heldBy(
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
        is_whitelisted: holds.is_whitelisted,
        source: holds.source,
        ...unlockJson(unlock),
      }
    }),
  }
}
