import { z } from 'zod'
import { jsonChunks, sql } from '../lib/sql'
import { AppRow, RuleRow, ruleOf } from './schema'

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
const StoredRules = z.object({ app: parsed(AppRow), admin: parsed(RuleRow), own: parsed(RuleRow) })

/** Every name is in the map. One statement for up to 250,000 characters of names. */
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
  const rules = new Map<string, AppRules>()
  for (const row of rows) rules.set(row.package_name, StoredRules.parse(row))
  return { rules, earned: rows[0]?.earned ?? null }
}

const storedRule = parsed(
  RuleRow.pick({ is_whitelisted: true, after_subject: true, after_seconds: true, after_period: true }),
).transform((rule) => rule && ruleOf(rule))

const SaidOfOne = z.object({
  app: parsed(AppRow.pick({ is_whitelisted: true, is_locked: true })),
  admin: storedRule,
  own: storedRule,
})

/** Rules about one app, in one statement that reads two rows. The person's own rule is null where an admin set one. */
export const readRulesOfApp = async (db: D1Database, userId: string, packageName: string) => {
  const row = await sql(db)`
    SELECT
      iif(apps.package_name IS NULL, NULL,
        json_object('is_whitelisted', apps.is_whitelisted, 'is_locked', apps.is_locked)) AS app,
      iif(theirs.id IS NULL, NULL, json_object('is_whitelisted', theirs.is_whitelisted,
        'after_subject', theirs.after_subject, 'after_seconds', theirs.after_seconds,
        'after_period', theirs.after_period)) AS admin,
      iif(own.id IS NULL, NULL, json_object('is_whitelisted', own.is_whitelisted,
        'after_subject', own.after_subject, 'after_seconds', own.after_seconds,
        'after_period', own.after_period)) AS own
    FROM (SELECT 1)
      LEFT JOIN apps ON apps.package_name = ${packageName}
      LEFT JOIN user_apps AS theirs
        ON theirs.user_id = ${userId} AND theirs.package_name = ${packageName} AND theirs.set_by = 'admin'
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = iif(theirs.id IS NULL, ${packageName}, NULL) AND own.set_by = 'user'`.first<
    Pick<Stored, 'app' | 'admin' | 'own'>
  >()
  return SaidOfOne.parse(row)
}
