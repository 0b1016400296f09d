import { ruleOutcome } from '../../app-rules/effective-rule'
import { appsWithRules } from '../../app-rules/queries'
import { type RuleOfApp, ruleOf } from '../../app-rules/schema'
import type { Earned } from '../../app-rules/unlock-condition'
import type { User } from '../../lib/env'
import { readPreferences } from '../../lib/preferences'
import { allRows, constant, sql } from '../../lib/sql'
import { unlockJson } from '../json'

/** An app with a default, or with rules only: then all but its name is null. */
type DecidedApp = {
  package_name: string
  label: string | null
  category: string | null
  is_whitelisted: 0 | 1 | null
  is_locked: 0 | 1 | null
}

/** The apps of the catalogue and those that only rules name, by package name. */
const decidedApps = (db: D1Database, userId: string) =>
  allRows<DecidedApp>(sql(db)`
    SELECT named.package_name, label, category, is_whitelisted, is_locked
    FROM (${appsWithRules(userId, constant('package_name'))}) AS named
      LEFT JOIN apps ON apps.package_name = named.package_name
    ORDER BY named.package_name`)

const personRules = (db: D1Database, userId: string) =>
  allRows<RuleOfApp>(sql(db)`
    SELECT package_name, set_by, label, is_whitelisted, after_subject, after_seconds, after_period
    FROM user_apps
    WHERE user_id = ${userId}`)

/** Reads the preference again: the one of the request's sign-in may be older than the version of the answer. */
const readUnlistedPreference = async (db: D1Database, userId: string) => {
  const row = await sql(db)`SELECT preferences FROM users WHERE id = ${userId}`.first<{ preferences: string }>()
  return readPreferences(row?.preferences ?? '{}').unlisted_apps
}

const byApp = (rules: RuleOfApp[], setBy: RuleOfApp['set_by']) =>
  new Map(rules.filter(({ set_by }) => set_by === setBy).map((rule) => [rule.package_name, rule]))

/** Everything decided about apps for a person, by package name, as the API answers it. */
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
