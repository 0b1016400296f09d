import { z } from 'zod'
import { readPreferences } from '../lib/preferences'
import { jsonChunks, sql } from '../lib/sql'
import { AppRow, RuleRow, ruleOf } from './schema'

/** What is said about an app: its default, and the two rules that one person can have for it. */
export type AppRules = { app: AppRow | null; admin: RuleRow | null; own: RuleRow | null }

type Stored = {
  package_name: string
  app: string | null
  admin: string | null
  own: string | null
  earned: string | null
}

const parsed = <T extends z.ZodType>(row: T) =>
  z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(row)
    .nullable()
const Said = z.object({ app: parsed(AppRow), admin: parsed(RuleRow), own: parsed(RuleRow) })

/**
 * What is said about some apps, by package name, with what `earnedOf` reads; each of the names is in the map. One
 * statement, and another for every 250,000 characters of names.
 */
export const readAppRules = async (db: D1Database, userId: string, packageNames: string[]) => {
  const chunks = jsonChunks([...new Set(packageNames)])
  const found = await Promise.all(
    chunks.map((chunk) =>
      sql(db)`
        SELECT value AS package_name,
          iif(apps.package_name IS NULL, NULL, json_object('package_name', apps.package_name, 'label', apps.label,
            'category', apps.category, 'is_whitelisted', apps.is_whitelisted, 'is_locked', apps.is_locked,
            'seq', apps.seq, 'created_at', apps.created_at, 'updated_at', apps.updated_at,
            'updated_by', apps.updated_by)) AS app,
          iif(theirs.id IS NULL, NULL, json_object('id', theirs.id, 'package_name', theirs.package_name,
            'set_by', theirs.set_by, 'admin_id', theirs.admin_id, 'label', theirs.label,
            'is_whitelisted', theirs.is_whitelisted, 'after_subject', theirs.after_subject,
            'after_seconds', theirs.after_seconds, 'after_period', theirs.after_period, 'seq', theirs.seq,
            'created_at', theirs.created_at, 'updated_at', theirs.updated_at)) AS admin,
          iif(own.id IS NULL, NULL, json_object('id', own.id, 'package_name', own.package_name, 'set_by', own.set_by,
            'admin_id', own.admin_id, 'label', own.label, 'is_whitelisted', own.is_whitelisted,
            'after_subject', own.after_subject, 'after_seconds', own.after_seconds,
            'after_period', own.after_period, 'seq', own.seq, 'created_at', own.created_at,
            'updated_at', own.updated_at)) AS own,
          iif(key = 0, (SELECT earned FROM change_heads WHERE user_id = ${userId}), NULL) AS earned
        FROM json_each(${chunk})
          LEFT JOIN apps ON apps.package_name = value
          LEFT JOIN user_apps AS theirs
            ON theirs.user_id = ${userId} AND theirs.package_name = value AND theirs.set_by = 'admin'
          LEFT JOIN user_apps AS own
            ON own.user_id = ${userId} AND own.package_name = value AND own.set_by = 'user'`.all<Stored>(),
    ),
  )
  const rows = found.flatMap(({ results }) => results)
  const said = new Map<string, AppRules>()
  for (const row of rows) said.set(row.package_name, Said.parse(row))
  return { said, earned: rows[0]?.earned ?? null }
}

const storedRule = parsed(
  RuleRow.pick({ is_whitelisted: true, after_subject: true, after_seconds: true, after_period: true }),
).transform((rule) => rule && ruleOf(rule))

const SaidOfOne = z.object({
  app: parsed(AppRow.pick({ is_whitelisted: true, is_locked: true })),
  admin: storedRule,
  own: storedRule,
})

/** What is said about one app, with what `earnedOf` reads: one statement, and no row but these four. */
export const readRulesOfApp = async (db: D1Database, userId: string, packageName: string) => {
  const row = await sql(db)`
    SELECT earned,
      iif(apps.package_name IS NULL, NULL,
        json_object('is_whitelisted', apps.is_whitelisted, 'is_locked', apps.is_locked)) AS app,
      iif(theirs.id IS NULL, NULL, json_object('is_whitelisted', theirs.is_whitelisted,
        'after_subject', theirs.after_subject, 'after_seconds', theirs.after_seconds,
        'after_period', theirs.after_period)) AS admin,
      iif(own.id IS NULL, NULL, json_object('is_whitelisted', own.is_whitelisted,
        'after_subject', own.after_subject, 'after_seconds', own.after_seconds,
        'after_period', own.after_period)) AS own
    FROM change_heads
      LEFT JOIN apps ON apps.package_name = ${packageName}
      LEFT JOIN user_apps AS theirs
        ON theirs.user_id = ${userId} AND theirs.package_name = ${packageName} AND theirs.set_by = 'admin'
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = ${packageName} AND own.set_by = 'user'
    WHERE change_heads.user_id = ${userId}`.first<Omit<Stored, 'package_name'>>()
  return { earned: row?.earned ?? null, ...SaidOfOne.parse(row ?? { app: null, admin: null, own: null }) }
}

/** An app as a client gets it in the list: a default, or what only rules name. */
export type DecidedApp = {
  package_name: string
  /** Null, as the following, where the catalogue does not know it. */
  label: string | null
  category: string | null
  is_whitelisted: 0 | 1 | null
  is_locked: 0 | 1 | null
}

/** Every app of the catalogue, and of a person's own rules and an admin's for them, in the order of package names. */
export const decidedApps = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT package_name, label, category, is_whitelisted, is_locked FROM apps WHERE package_name > ''
      UNION ALL
      SELECT DISTINCT package_name, NULL, NULL, NULL, NULL
      FROM user_apps INDEXED BY user_apps_extra
      WHERE user_id = ${userId} AND in_catalogue = 0
      ORDER BY package_name`.all<DecidedApp>()
  ).results

/** What a rule says, and about which app. */
export type StoredRule = Pick<
  RuleRow,
  'package_name' | 'set_by' | 'label' | 'is_whitelisted' | 'after_subject' | 'after_seconds' | 'after_period'
>

/** All rules of a person: their own and an admin's for them. */
export const personRules = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT package_name, set_by, label, is_whitelisted, after_subject, after_seconds, after_period
      FROM user_apps
      WHERE user_id = ${userId}`.all<StoredRule>()
  ).results

/** What holds of apps that nobody decided about, as it is stored now. */
export const readUnlistedPreference = async (db: D1Database, userId: string) => {
  const row = await sql(db)`SELECT preferences FROM users WHERE id = ${userId}`.first<{ preferences: string }>()
  return readPreferences(row?.preferences ?? '{}').unlisted_apps
}

/** The name of the admin who decides about an app for a person: who locked its default, else who set them a rule. */
export const decidingAdmin = async (db: D1Database, userId: string, packageName: string) => {
  const row = await sql(db)`
    SELECT username
    FROM users
    WHERE id = coalesce(
      (SELECT updated_by FROM apps WHERE package_name = ${packageName} AND is_locked = 1),
      (SELECT admin_id FROM user_apps
        WHERE user_id = ${userId} AND package_name = ${packageName} AND set_by = 'admin'))`.first<{
    username: string
  }>()
  return row?.username ?? null
}
