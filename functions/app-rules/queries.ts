import type { z } from 'zod'
import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { allRows, constant, jsonChunks, part, type SqlPart, sql } from '../lib/sql'
import { type RuleOutcome, ruleOutcome, type WhitelistHead } from './effective-rule'
import { knownLabel } from './known-apps'
import { type AppDefault, AppRow, DecidingRule, type Rule, type RuleColumns, RuleRow, ruleOf } from './schema'
import { type Earned, type EarnedRule, readEarned } from './unlock-condition'

/** An admin's rule with their name; null where the account is gone. */
type AdminRuleRow = RuleRow & { admin_name: string | null }

export type AppRules = { app: AppRow | null; admin: AdminRuleRow | null; own: RuleRow | null }

export type StoredRules = { app: string | null; admin: string | null; own: string | null }

type Stored = StoredRules & { package_name: string; earned: string | null }

/** Reads what `ruleColumns` wrote in the same statement, which needs no check. */
export const rulesOf = ({ app, admin, own }: StoredRules): AppRules => ({
  app: app === null ? null : JSON.parse(app),
  admin: admin === null ? null : JSON.parse(admin),
  own: own === null ? null : JSON.parse(own),
})

/** SQL of a row as JSON with the members of its schema and others; null where none was joined as `table`. */
const rowJson = (table: string, { shape }: z.ZodObject, others = '') => {
  const members = Object.keys(shape).map((name) => `'${name}', ${table}.${name}`)
  return `iif(${table}.package_name IS NULL, NULL, json_object(${members.join(', ')}${others}))`
}

/** Columns of `StoredRules` in a statement with `joinRules`. */
export const ruleColumns = constant(`
  ${rowJson('apps', AppRow)} AS app,
  ${rowJson('theirs', RuleRow, ", 'admin_name', admins.username")} AS admin,
  ${rowJson('own', RuleRow)} AS own`)

/** Joins the default and the rules of the app whose package name is `name`. */
export const joinRules = (userId: string, name: SqlPart) => part`
  LEFT JOIN apps ON apps.package_name = ${name}
  LEFT JOIN user_apps AS theirs
    ON theirs.user_id = ${userId} AND theirs.package_name = ${name} AND theirs.set_by = 'admin'
  LEFT JOIN users AS admins ON admins.id = theirs.admin_id
  LEFT JOIN user_apps AS own
    ON own.user_id = ${userId} AND own.package_name = ${name} AND own.set_by = 'user'`

/** SQL of whether a rule about an app exists: a default, or one for a person. */
export const isDecided = (userId: string, name: SqlPart) => part`(
  EXISTS (SELECT 1 FROM apps WHERE apps.package_name = ${name})
  OR EXISTS (SELECT 1 FROM user_apps WHERE user_apps.user_id = ${userId} AND user_apps.package_name = ${name}))`

/**
 * SELECT of `package_name` and `key` of the apps in the catalogue and of those that only a person's rules name, each
 * once.
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

/** SQL that is null where no rule was joined as `table`. @param unmet JSON of rules whose condition is not met: `admin:<package>` */
const ruleAllows = (table: 'theirs' | 'own' | 'rule', unmet: string) => {
  const rule = constant(table)
  return part`iif(${rule}.after_subject IS NULL OR ${rule}.set_by || ':' || ${rule}.package_name NOT IN (
    SELECT value FROM json_each(${unmet})), ${rule}.is_whitelisted, 0)`
}

const namesOf = (unmet: EarnedRule[]) =>
  JSON.stringify(unmet.map(({ set_by, package_name }) => `${set_by}:${package_name}`))

/** SQL of `effectiveRule` behind `joinRules`: 1 for an allowed app. @param unmet rules whose condition is not met */
export const isAllowedSql = (unmet: EarnedRule[], unlisted: 'block' | 'allow') => {
  const names = namesOf(unmet)
  return part`coalesce(iif(apps.is_locked = 1, apps.is_whitelisted, NULL), ${ruleAllows('theirs', names)},
    ${ruleAllows('own', names)}, apps.is_whitelisted, ${Number(unlisted === 'allow')})`
}

/**
 * SQL of how many allowed apps a row of `user_apps AS rule` adds to those that the default and, under an admin's rule,
 * the person's `own` allow.
 */
export const allowedMoreSql = (unmet: EarnedRule[]) => {
  const names = namesOf(unmet)
  return part`iif(apps.is_locked = 1, 0,
    ${ruleAllows('rule', names)} - coalesce(${ruleAllows('own', names)}, apps.is_whitelisted, 0))`
}

/** Names for `readAppRules`: apps used since a date and some others. Their rules then need not wait for their use. */
export const usedSince = (userId: string, from: string, others: string[] = []) => part`(
  SELECT NULL AS key, package_name AS value
  FROM used_apps
  WHERE used_apps.user_id = ${userId} AND last_date >= ${from}
  UNION ALL
  SELECT NULL, value FROM json_each(${JSON.stringify(others)}))`

/** Rules of the apps used on a date, with the seconds of their use, and of some others, which have null. */
export const readUsedRules = (db: D1Database, userId: string, date: string, others: string[]) =>
  allRows<Omit<Stored, 'earned'> & { seconds: number | null }>(sql(db)`
    SELECT value AS package_name, seconds, ${ruleColumns}
    FROM (
      SELECT package_name AS value, total_seconds AS seconds
      FROM daily_usage
      WHERE daily_usage.user_id = ${userId} AND date = ${date}
      UNION ALL
      SELECT value, NULL FROM json_each(${JSON.stringify(others)})) ${joinRules(userId, constant('value'))}`)

/**
 * Every name is in the map. One statement for up to 250,000 characters of names.
 * @param names package names, or a table with them as `value` and no `key`: then `earned` is null
 */
export const readAppRules = async (db: D1Database, userId: string, names: string[] | SqlPart) => {
  const tables = Array.isArray(names)
    ? jsonChunks([...new Set(names)]).map((chunk) => part`json_each(${chunk})`)
    : [names]
  const found = await Promise.all(
    tables.map((table) =>
      allRows<Stored>(sql(db)`
        SELECT value AS package_name, ${ruleColumns},
          iif(key = 0, (SELECT earned FROM change_heads WHERE user_id = ${userId}), NULL) AS earned
        FROM ${table} ${joinRules(userId, constant('value'))}`),
    ),
  )
  const rows = found.flat()
  const rules = new Map<string, AppRules>()
  for (const row of rows) rules.set(row.package_name, rulesOf(row))
  return { rules, earned: rows[0]?.earned ?? null }
}

/** Rules about one app as far as they decide if it is allowed. */
type SaidOfOne = { app: AppDefault | null; admin: Rule | null; own: Rule | null }

const decidingColumns = constant(`
  ${rowJson('apps', AppRow.pick({ is_whitelisted: true, is_locked: true }))} AS app,
  ${rowJson('theirs', DecidingRule)} AS admin,
  ${rowJson('own', DecidingRule)} AS own`)

const storedRule = (json: string | null) => {
  const rule: RuleColumns | null = json === null ? null : JSON.parse(json)
  return rule && ruleOf(rule)
}

/** Rules about one app, in one statement that reads two rows. The person's own rule is null where an admin set one. */
export const readRulesOfApp = async (db: D1Database, userId: string, packageName: string): Promise<SaidOfOne> => {
  const row = await sql(db)`
    SELECT ${decidingColumns}
    FROM (SELECT 1)
      LEFT JOIN apps ON apps.package_name = ${packageName}
      LEFT JOIN user_apps AS theirs
        ON theirs.user_id = ${userId} AND theirs.package_name = ${packageName} AND theirs.set_by = 'admin'
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = iif(theirs.id IS NULL, ${packageName}, NULL) AND own.set_by = 'user'`.first<StoredRules>()
  const { app = null, admin = null, own = null } = row ?? {}
  return { app: app === null ? null : JSON.parse(app), admin: storedRule(admin), own: storedRule(own) }
}

/** Name of an app: from the catalogue, the person, an admin, or our own list; else its package name. */
export const appLabel = (rules: AppRules | undefined, packageName: string) =>
  rules?.app?.label ?? rules?.own?.label ?? rules?.admin?.label ?? knownLabel(packageName) ?? packageName

export type AppStatus = AppRules & RuleOutcome

type Reader = Pick<User, 'id' | 'preferences'>

export const statusOf = (
  { app, admin, own }: AppRules,
  { preferences }: Pick<Reader, 'preferences'>,
  earned: Earned,
): AppStatus => {
  const rules = { admin: admin && ruleOf(admin), own: own && ruleOf(own) }
  return { app, admin, own, ...ruleOutcome({ app, ...rules, unlisted: preferences.unlisted_apps }, earned) }
}

/**
 * Every name is in the map, known or not. One statement for up to 250,000 characters of names.
 * @param names see `readAppRules`
 * @param head where it is already read; the progress then agrees with its version
 * @param now epoch ms
 */
export const appStatuses = async (
  db: D1Database,
  reader: Reader,
  names: string[] | SqlPart,
  head?: Pick<WhitelistHead, 'earned'>,
  now = Date.now(),
): Promise<Map<string, AppStatus>> => {
  const read = await readAppRules(db, reader.id, names)
  const { preferences } = reader
  const earned = readEarned(head ? head.earned : read.earned, preferences, dayOf(now, preferences))
  return new Map(Array.from(read.rules, ([name, rules]) => [name, statusOf(rules, reader, earned)]))
}
