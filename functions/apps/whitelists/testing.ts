import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { onTestFinished } from 'vitest'
import { rows } from '../../../test/support/client'
import { sql } from '../../lib/db/sql'
import { advanceCatalogue, advanceWhitelists } from '../admin/commit'
import { searchTerms } from '../app-rules/find-app'
import { type AppDefault, type AppRule, limitText, type UnlockCondition } from '../app-rules/schema'

/** Package name that no other test uses. */
export const somePackage = (name = 'app') => `test.${name}.${crypto.randomUUID()}`

type NewApp = Partial<AppDefault> & {
  package_name: string
  label?: string
  category?: string | null
  updated_by?: string
}

/** Creates defaults before a test. The catalogue is shared, so drop them afterwards. */
export const putApps = async (...apps: NewApp[]) => {
  const made = apps.map((app) => ({
    label: app.package_name,
    category: null,
    is_whitelisted: 1,
    is_locked: 0,
    updated_by: null,
    words: JSON.stringify(searchTerms(app.label ?? app.package_name, app.package_name)),
    ...app,
  }))
  await env.DB.batch([
    advanceCatalogue(env.DB),
    sql(env.DB)`
      INSERT INTO apps (package_name, label, label_key, category, words, is_whitelisted, is_locked, seq, created_at,
        updated_at, updated_by)
      SELECT value ->> 'package_name', value ->> 'label', lower(value ->> 'label'), value ->> 'category',
        value ->> 'words', value ->> 'is_whitelisted', value ->> 'is_locked', 1, 1, 1, value ->> 'updated_by'
      FROM json_each(${JSON.stringify(made)})`,
  ])
}

export const dropApps = (...packageNames: string[]) =>
  env.DB.batch([
    advanceCatalogue(env.DB),
    sql(env.DB)`
      DELETE FROM apps WHERE package_name IN (SELECT value FROM json_each(${JSON.stringify(packageNames)}))`,
  ])

/** Creates defaults for the test that runs. */
export const putAppsForTest = async (...apps: NewApp[]) => {
  onTestFinished(async () => void (await dropApps(...apps.map(({ package_name }) => package_name))))
  await putApps(...apps)
}

/** Creates a rule for a person before a test: an admin's with `adminId`, else the person's own. */
export const putRule = (
  userId: string,
  packageName: string,
  { is_whitelisted, after, limit }: AppRule,
  adminId?: string,
) =>
  env.DB.batch([
    advanceWhitelists(env.DB, [userId]),
    sql(env.DB)`
      INSERT INTO user_apps (user_id, id, package_name, set_by, admin_id, is_whitelisted, after_subject, after_seconds,
        after_period, time_limit, seq, created_at, updated_at)
      VALUES (${userId}, ${uuid()}, ${packageName}, ${adminId === undefined ? 'user' : 'admin'}, ${adminId ?? null},
        ${is_whitelisted}, ${after?.subject ?? null}, ${after?.seconds ?? null}, ${after?.period ?? null}, ${limitText(limit)}, 1, 1, 1)`,
  ])

/** Creates a rule that waits for tracked time, for a minute of the day by default. Returns the name of its app. */
export const putEarned = async (userId: string, after: Partial<UnlockCondition> = {}, name = somePackage()) => {
  const condition = { subject: 'all', seconds: 60, period: 'day' as const, ...after }
  await putRule(userId, name, { is_whitelisted: 1, after: condition })
  return name
}

/** Stored own rules of a person, by package name. */
export const ownRules = (userId: string) =>
  rows(
    `SELECT package_name, label, is_whitelisted, after_subject, after_seconds, after_period
     FROM user_apps WHERE user_id = ? AND set_by = 'user' ORDER BY package_name`,
    userId,
  )

/** Stores a use as reports do. */
export const putUse = (userId: string, packageName: string, seconds: number, date: string) =>
  rows(
    'INSERT INTO daily_usage (user_id, package_name, date, total_seconds, event_count) VALUES (?, ?, ?, ?, 1)',
    userId,
    packageName,
    date,
    seconds,
  )

/** Fields of a form that answers the question about an app that nothing knows. */
export const sure = (name: string) => ({ package_name: name, typed: name.trim(), app: name.trim() })
