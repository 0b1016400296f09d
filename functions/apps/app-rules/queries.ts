import type { z } from 'zod'
import { allRows, constant, jsonChunks, part, type SqlPart, sql } from '../../lib/db/sql'
import { personHead, type User } from '../../lib/env'
import { dayOf } from '../../lib/time/days'
import type { AppRules, AppStatus } from './app-status'
import { ruleOutcome } from './effective-rule'
import { AppRow, RuleRow, ruleOf } from './schema'
import { appOfScope } from './time-limit'
import { type EarnedRules, isUnlockedBy, type RulesHead, readEarned } from './unlock-condition'

export type StoredRules = { app: string | null; admin: string | null; own: string | null }

/** Parses rules from `ruleColumns`. They need no validation, because the same statement built the JSON. */
export const rulesOf = ({ app, admin, own }: StoredRules): AppRules => ({
  app: app === null ? null : JSON.parse(app),
  admin: admin === null ? null : JSON.parse(admin),
  own: own === null ? null : JSON.parse(own),
})

/** SQL for a row as JSON with the members of its schema and others; null if no row was joined as `table`. */
const rowJson = (table: string, { shape }: z.ZodObject, others = '') => {
  const members = Object.keys(shape).map((name) => `'${name}', ${table}.${name}`)
  return `iif(${table}.package_name IS NULL, NULL, json_object(${members.join(', ')}${others}))`
}

const storedRules = (adminName: string) =>
  constant(`
  ${rowJson('apps', AppRow)} AS app,
  ${rowJson('theirs', RuleRow, `, 'admin_name', ${adminName}`)} AS admin,
  ${rowJson('own', RuleRow)} AS own`)

/** Columns of `StoredRules`, for a statement with `joinRules`. */
export const ruleColumns = storedRules('admins.username')

/** Joins the default and the rules of the app whose package name is `name`. */
export const joinRules = (userId: string, name: SqlPart) => part`
  LEFT JOIN apps ON apps.package_name = ${name}
  LEFT JOIN user_apps AS theirs
    ON theirs.user_id = ${userId} AND theirs.package_name = ${name} AND theirs.set_by = 'admin'
  LEFT JOIN users AS admins ON admins.id = theirs.admin_id
  LEFT JOIN user_apps AS own
    ON own.user_id = ${userId} AND own.package_name = ${name} AND own.set_by = 'user'`

/** SQL condition that an app has a rule: a default, or a rule for a person. */
export const hasRuleSql = (userId: string, name: SqlPart) => part`(
  EXISTS (SELECT 1 FROM apps WHERE apps.package_name = ${name})
  OR EXISTS (SELECT 1 FROM user_apps WHERE user_apps.user_id = ${userId} AND user_apps.package_name = ${name}))`

/**
 * SELECT of `package_name` and `key` of all apps in the catalogue and in a person's rules, without duplicates.
 * @param key SQL of the sort key of a rule's app
 */
export const appsWithRules = (userId: string, key: SqlPart) => part`
  SELECT package_name, label_key AS key FROM apps
  UNION ALL
  SELECT package_name, ${key}
  FROM user_apps AS rule
  WHERE user_id = ${userId} AND NOT EXISTS (SELECT 1 FROM apps WHERE apps.package_name = rule.package_name)
    AND (set_by = 'user' OR NOT EXISTS (
      SELECT 1 FROM user_apps AS own
      WHERE own.user_id = ${userId} AND own.package_name = rule.package_name AND own.set_by = 'user'))`

/** Names of rules, for `ruleAllows`, that block because their condition is not met or their limit is used up. */
const blockingRules = (earned: EarnedRules) =>
  JSON.stringify([
    ...earned.rules.flatMap((rule) => (isUnlockedBy(earned)(rule) ? [] : `${rule.set_by}:app:${rule.package_name}`)),
    ...earned.limits.flatMap(({ set_by, scope, is_used_up }) => (is_used_up ? `${set_by}:${scope}` : [])),
  ])

/** SQL for a joined rule's decision; null if `table` has no rule. @param blocking names of rules */
const ruleAllows = (table: 'theirs' | 'own', blocking: string) => {
  const rule = constant(table)
  return part`iif(coalesce(${rule}.after_subject, ${rule}.time_limit) IS NULL
    OR ${rule}.set_by || ':app:' || ${rule}.package_name NOT IN (SELECT value FROM json_each(${blocking})),
    ${rule}.is_whitelisted, 0)`
}

/** SQL that is true for an app whose category, or everything reported, is used up. */
const isCategoryUsedUp = ({ limits }: EarnedRules) => {
  const scopes = limits.flatMap(({ scope, is_used_up }) => (is_used_up && appOfScope(scope) === null ? scope : []))
  if (scopes.length === 0) return constant('false')
  return scopes.includes('all')
    ? constant('true')
    : part`coalesce('category:' || apps.category IN (SELECT value FROM json_each(${JSON.stringify(scopes)})), 0)`
}

/** SQL for `effectiveRule`, after `joinRules`: 1 for an allowed app. */
export const isAllowedSql = (earned: EarnedRules, unlisted: 'block' | 'allow') => {
  const blocking = blockingRules(earned)
  return part`coalesce(iif(apps.is_locked = 1, apps.is_whitelisted, NULL), iif(${isCategoryUsedUp(earned)}, 0, NULL),
    ${ruleAllows('theirs', blocking)}, ${ruleAllows('own', blocking)}, apps.is_whitelisted,
    ${Number(unlisted === 'allow')})`
}

/** Names for `readAppRules`: apps used since a date, and others. As a subquery it saves a round trip. */
export const usedAppsSql = (userId: string, from: string, others: string[] = []) => part`(
  SELECT package_name AS value
  FROM used_apps
  WHERE used_apps.user_id = ${userId} AND last_date >= ${from}
  UNION
  SELECT value FROM json_each(${JSON.stringify(others)}))`

/**
 * Reads the rules of apps. Every name is in the map. Runs one statement per 250,000 characters of names.
 * @param names package names, or a table with them as `value`
 */
export const readAppRules = async (db: D1Database, userId: string, names: string[] | SqlPart) => {
  const tables = Array.isArray(names)
    ? jsonChunks([...new Set(names)]).map((chunk) => part`json_each(${chunk})`)
    : [names]
  const found = await Promise.all(
    tables.map((table) =>
      allRows<StoredRules & { package_name: string }>(sql(db)`
        SELECT value AS package_name, ${ruleColumns} FROM ${table} ${joinRules(userId, constant('value'))}`),
    ),
  )
  return new Map(found.flat().map((row) => [row.package_name, rulesOf(row)]))
}

/**
 * Reads the rules of one app, in one statement that reads two rows. Leaves out the admin's name, and the person's own
 * rule if an admin set one.
 */
export const readRulesOfApp = async (db: D1Database, userId: string, packageName: string): Promise<AppRules> => {
  const row = await sql(db)`
    SELECT ${storedRules('NULL')}
    FROM (SELECT 1)
      LEFT JOIN apps ON apps.package_name = ${packageName}
      LEFT JOIN user_apps AS theirs
        ON theirs.user_id = ${userId} AND theirs.package_name = ${packageName} AND theirs.set_by = 'admin'
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = iif(theirs.id IS NULL, ${packageName}, NULL) AND own.set_by = 'user'`.first<StoredRules>()
  return rulesOf(row ?? { app: null, admin: null, own: null })
}

type Reader = Pick<User, 'id' | 'preferences'>

export const appStatus = (
  { app, admin, own }: AppRules,
  { preferences }: Pick<Reader, 'preferences'>,
  earned: EarnedRules,
): AppStatus => {
  const rules = { app, admin: admin && ruleOf(admin), own: own && ruleOf(own), unlisted: preferences.unlisted_apps }
  const { package_name = '' } = app ?? admin ?? own ?? {}
  return { app, admin, own, ...ruleOutcome(rules, earned, { package_name, category: app?.category ?? null }) }
}

/**
 * Every name is in the map, known or not. Runs one statement per 250,000 characters of names.
 * @param names see `readAppRules`
 * @param head if already read: the progress then agrees with its version
 * @param now epoch ms
 */
export const appStatuses = async (
  db: D1Database,
  reader: Reader,
  names: string[] | SqlPart,
  head?: RulesHead,
  now = Date.now(),
): Promise<Map<string, AppStatus>> => {
  const { id, preferences } = reader
  const [read, kept] = await Promise.all([readAppRules(db, id, names), head ?? personHead(db, id)])
  const earned = readEarned(kept, preferences, dayOf(now, preferences))
  return new Map(Array.from(read, ([name, rules]) => [name, appStatus(rules, reader, earned)]))
}
