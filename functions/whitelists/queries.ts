import { z } from 'zod'
import { jsonChunks, sql } from '../lib/sql'
import { AppRow, RuleRow } from './schema'

/** What is said about an app: its default, and the two rules that one person can have for it. */
export type SaidOf = { app: AppRow | null; admin: RuleRow | null; own: RuleRow | null }

type Stored = { package_name: string; app: string | null; admin: string | null; own: string | null }

const parsed = <T extends z.ZodType>(row: T) =>
  z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(row)
    .nullable()
const Said = z.object({ app: parsed(AppRow), admin: parsed(RuleRow), own: parsed(RuleRow) })

/**
 * What is said about some apps, by package name; each of the names is in the map. One statement, and another for every
 * 250,000 characters of names.
 */
export const saidOf = async (db: D1Database, userId: string, packageNames: string[]) => {
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
            'updated_at', own.updated_at)) AS own
        FROM json_each(${chunk})
          LEFT JOIN apps ON apps.package_name = value
          LEFT JOIN user_apps AS theirs
            ON theirs.user_id = ${userId} AND theirs.package_name = value AND theirs.set_by = 'admin'
          LEFT JOIN user_apps AS own
            ON own.user_id = ${userId} AND own.package_name = value AND own.set_by = 'user'`.all<Stored>(),
    ),
  )
  return new Map<string, SaidOf>(
    found.flatMap(({ results }) => results.map((row) => [row.package_name, Said.parse(row)] as const)),
  )
}
