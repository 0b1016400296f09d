import { joinRules, ruleColumns, type StoredRules } from '../../app-rules/queries'
import type { RuleOfApp } from '../../app-rules/schema'
import { allRows, constant, part, sql } from '../../lib/sql'
import { type AppByName, type KeyedApp, withRules } from './app-by-name'
import { roomBeside } from './use-queries'

export const everUsed = async (db: D1Database, userId: string, packageNames: string[]) => {
  const { results } = await sql(db)`
    SELECT used_apps.package_name
    FROM json_each(${JSON.stringify(packageNames)}) CROSS JOIN used_apps
      ON used_apps.user_id = ${userId} AND used_apps.package_name = value`.all<{ package_name: string }>()
  return new Set(results.map(({ package_name }) => package_name))
}

export type NameQuery = {
  /** Catalogue apps: all, or those that only their default allows or blocks. */
  defaults: 'all' | 'allowed' | 'blocked' | 'none'
  /** Apps outside the catalogue that have rules. */
  ruled: boolean
  /** Used apps without a rule or default. */
  unlisted: boolean
  after: KeyedApp
  /** Leaves out apps used on this date or later. */
  unusedSince: string
  limit: number
  /** Counts the apps used on this date or later towards the limit. */
  usedFirst?: string
}

/** Apps by name, in no order, with their rules. */
export const appsByName = async (
  db: D1Database,
  userId: string,
  { defaults, ruled, unlisted, after: { key, package_name }, unusedSince, limit, usedFirst }: NameQuery,
): Promise<AppByName[]> => {
  const room = constant('(SELECT room FROM rest)')
  const limitOf = (isWanted: boolean) => (isWanted ? room : constant('0'))
  const rows = await allRows<KeyedApp & StoredRules>(sql(db)`
    WITH rest (room) AS MATERIALIZED (SELECT ${usedFirst ? roomBeside(userId, usedFirst, limit) : part`${limit}`}),
    listed (key, package_name) AS (
    SELECT key, package_name FROM (
      SELECT label_key AS key, package_name
      FROM apps INDEXED BY apps_by_label
      WHERE (label_key, package_name) > (${key}, ${package_name}) AND NOT EXISTS (
        SELECT 1 FROM used_apps
        WHERE used_apps.user_id = ${userId} AND used_apps.package_name = apps.package_name
          AND used_apps.last_date >= ${unusedSince})
      ORDER BY label_key, package_name
      LIMIT ${limitOf(defaults === 'all')})
    UNION ALL
    SELECT key, package_name FROM (
      SELECT label_key AS key, package_name
      FROM apps INDEXED BY apps_by_default
      WHERE is_whitelisted = ${Number(defaults === 'allowed')} AND (label_key, package_name) > (${key}, ${package_name})
        AND (is_locked = 1 OR NOT EXISTS (
          SELECT 1 FROM user_apps WHERE user_apps.user_id = ${userId} AND user_apps.package_name = apps.package_name))
        AND NOT EXISTS (
          SELECT 1 FROM used_apps
          WHERE used_apps.user_id = ${userId} AND used_apps.package_name = apps.package_name
            AND used_apps.last_date >= ${unusedSince})
      ORDER BY label_key, package_name
      LIMIT ${limitOf(defaults === 'allowed' || defaults === 'blocked')})
    UNION ALL
    SELECT key, package_name FROM (
      SELECT lower(coalesce(label, package_name)) AS key, package_name
      FROM user_apps INDEXED BY user_apps_extra
      WHERE user_id = ${userId} AND in_catalogue = 0
        AND (lower(coalesce(label, package_name)), package_name) > (${key}, ${package_name})
        AND (set_by = 'user' OR NOT EXISTS (
          SELECT 1 FROM user_apps AS own
          WHERE own.user_id = ${userId} AND own.package_name = user_apps.package_name AND own.set_by = 'user'))
        AND NOT EXISTS (
          SELECT 1 FROM used_apps
          WHERE used_apps.user_id = ${userId} AND used_apps.package_name = user_apps.package_name
            AND used_apps.last_date >= ${unusedSince})
      ORDER BY lower(coalesce(label, package_name)), package_name
      LIMIT ${limitOf(ruled)})
    UNION ALL
    SELECT key, package_name FROM (
      SELECT lower(package_name) AS key, package_name
      FROM used_apps INDEXED BY used_apps_unlisted_by_name
      WHERE user_id = ${userId} AND is_listed = 0
        AND (lower(package_name), package_name) > (${key}, ${package_name}) AND last_date < ${unusedSince}
      ORDER BY lower(package_name), package_name
      LIMIT ${limitOf(unlisted)})
    ORDER BY key, package_name
    LIMIT ${room})
    SELECT listed.key, listed.package_name, ${ruleColumns}
    FROM listed ${joinRules(userId, constant('listed.package_name'))}`)
  return rows.map(withRules)
}

/** A rule with its app's default, and how many apps have none. */
export type RuleWithDefault = {
  app_count: number
  allowed_count: number
  rule_count: number
  unlisted_count: number
  app_is_whitelisted: 0 | 1 | null
  app_is_locked: 0 | 1 | null
  key: string
} & RuleOfApp

type WithoutRules = Omit<RuleWithDefault, 'key' | 'app_is_whitelisted' | 'app_is_locked' | keyof RuleOfApp> & {
  package_name: null
}

type RulesQuery = { setBy?: 'anybody' | 'admin'; limit: number; unlistedLimit?: number }

export const readAppsWithRules = async (
  db: D1Database,
  userId: string,
  { setBy = 'anybody', limit, unlistedLimit = 0 }: RulesQuery,
) => {
  const other = setBy === 'admin' ? 'admin' : 'user'
  return allRows<RuleWithDefault | WithoutRules>(sql(db)`
    WITH counted AS MATERIALIZED (
      SELECT count(*) AS rule_count
      FROM (
        SELECT 1 FROM user_apps INDEXED BY user_apps_by_setter
        WHERE user_id = ${userId} AND set_by IN ('admin', ${other})
        LIMIT ${limit + 1}))
    SELECT app_count, allowed_count, rule_count,
      (SELECT count(*) FROM (
        SELECT 1 FROM used_apps INDEXED BY used_apps_unlisted
        WHERE user_id = ${userId} AND is_listed = 0
        LIMIT ${unlistedLimit})) AS unlisted_count,
      rules.package_name, rules.set_by, rules.label, rules.is_whitelisted, rules.after_subject, rules.after_seconds,
      rules.after_period, apps.is_whitelisted AS app_is_whitelisted, apps.is_locked AS app_is_locked,
      coalesce(apps.label_key, lower(coalesce(rules.label, (
        SELECT label FROM user_apps AS own
        WHERE own.user_id = ${userId} AND own.package_name = rules.package_name AND own.set_by = 'user'),
        rules.package_name))) AS key
    FROM app_catalogue CROSS JOIN counted
      LEFT JOIN user_apps AS rules INDEXED BY user_apps_by_setter
        ON rules.user_id = iif(rule_count <= ${limit}, ${userId}, NULL) AND rules.set_by IN ('admin', ${other})
      LEFT JOIN apps ON apps.package_name = rules.package_name
    WHERE app_catalogue.id = 1`)
}

export const appsWithWord = async (db: D1Database, word: string, limit: number) =>
  (
    await sql(db)`
      SELECT apps.package_name, apps.label_key AS key, apps.words
      FROM app_words JOIN apps ON apps.package_name = app_words.package_name
      WHERE app_words.word >= ${word} AND app_words.word < ${`${word}\u{10FFFF}`}
      ORDER BY app_words.word, app_words.package_name
      LIMIT ${limit}`.all<KeyedApp & { words: string }>()
  ).results

export const appsOutsideCatalogue = (db: D1Database, userId: string, limit: number) =>
  allRows<KeyedApp & { label: string | null }>(sql(db)`
    SELECT package_name, label, key FROM (
      SELECT package_name, label, lower(coalesce(label, package_name)) AS key
      FROM user_apps INDEXED BY user_apps_extra
      WHERE user_id = ${userId} AND in_catalogue = 0
      LIMIT ${limit})
    UNION ALL
    SELECT package_name, label, key FROM (
      SELECT package_name, NULL AS label, lower(package_name) AS key
      FROM used_apps INDEXED BY used_apps_unlisted
      WHERE user_id = ${userId} AND is_listed = 0
      ORDER BY last_date DESC
      LIMIT ${limit})`)

/** Who locked the preference for undecided apps, and when (epoch ms); null where it is not locked. */
export const unlistedLock = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT admins.username AS by, users.unlisted_locked_at AS at
    FROM users LEFT JOIN users AS admins ON admins.id = users.unlisted_locked_by
    WHERE users.id = ${userId} AND users.unlisted_locked_at IS NOT NULL`.first<{ by: string | null; at: number }>()
