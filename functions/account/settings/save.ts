import { saveWeekStart } from '../../goals/goals/progress/writes'
import { commit, type Outdates, sql, stale } from '../../lib/db/sql'
import { localNow, type User } from '../../lib/env'
import type { Problem } from '../../lib/http/problem'
import { type Preferences, preferenceFields } from '../../lib/preferences'
import { foldText } from '../../lib/text/text'
import { outdatesStats, outdatesTimer, outdatesWhitelist, type Settings } from './schema'

export type UnlistedApps = {
  unlisted_apps: 'block' | 'allow'
  /** epoch ms; null if the person can change it */
  locked_at: number | null
  /** Name of the admin who locked it; null if it is not locked or the admin's account is deleted. */
  locked_by: string | null
}

type UnlistedAppsRow = Omit<UnlistedApps, 'unlisted_apps'> & { unlisted_apps: unknown }

export const readUnlistedApps = async (db: D1Database, userId: string): Promise<UnlistedApps | null> => {
  const row = await sql(db)`
    SELECT users.preferences ->> '$.unlisted_apps' AS unlisted_apps, users.unlisted_locked_at AS locked_at,
      admins.username AS locked_by
    FROM users LEFT JOIN users AS admins ON admins.id = users.unlisted_locked_by
    WHERE users.id = ${userId}`.first<UnlistedAppsRow>()
  return row && { ...row, unlisted_apps: preferenceFields.unlisted_apps.catch('block').parse(row.unlisted_apps) }
}

/** Guard: rolls the batch back if an admin has locked the setting. */
const guardUnlistedUnlocked = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT CASE WHEN unlisted_locked_at IS NULL THEN 1 ELSE ${stale} END FROM users WHERE id = ${userId}`

export const unlistedLockedProblem = {
  status: 403,
  code: 'locked',
  title: 'Managed by an admin',
  detail: 'An admin has locked the setting for unlisted apps. Nothing was changed.',
} as const satisfies Problem

/** Guard: rolls the batch back if the profile's `updated_at` is no longer `seenAt` (epoch ms). */
const guardProfile = (db: D1Database, userId: string, seenAt: number) =>
  sql(db)`SELECT CASE WHEN updated_at = ${seenAt} THEN 1 ELSE ${stale} END FROM users WHERE id = ${userId}`

/** Sets the given settings; others keep their current values, even if just changed elsewhere. */
const updateSettings = (
  db: D1Database,
  userId: string,
  { username, ...preferences }: Partial<Preferences & { username: string }>,
  now: number,
) => [
  sql(db)`
    UPDATE users
    SET username = coalesce(${username ?? null}, username),
        name_key = coalesce(${username === undefined ? null : foldText(username)}, name_key),
        preferences = json_patch(preferences, ${JSON.stringify(preferences)}),
        updated_at = max(${now}, updated_at + 1)
    WHERE id = ${userId}`,
]

/** Saves the latest local date that the person has reached, because a changed setting moved the date back. */
const saveLatestDay = (db: D1Database, userId: string, date: string) =>
  sql(db)`UPDATE users SET latest_day = ${date} WHERE id = ${userId}`

/**
 * Writes changed settings. Returns false and writes nothing if an admin has locked one of them, or the profile was
 * written after `seenAt` (epoch ms).
 */
export const saveSettings = async (db: D1Database, user: User, settings: Partial<Settings>, seenAt?: number) => {
  const { id, preferences } = user
  const { unlisted_apps, ...others } = settings
  const setsUnlisted = unlisted_apps !== undefined && unlisted_apps !== preferences.unlisted_apps
  const changed = setsUnlisted ? settings : others
  if (Object.keys(changed).length === 0) return true
  const { latestDay } = localNow(user)
  const now = localNow({ preferences: { ...preferences, ...changed }, latest_day: latestDay })
  const outdates: Outdates[] = [
    ...(outdatesStats(changed) ? ['stats' as const] : []),
    ...(outdatesTimer(changed) ? ['timer' as const] : []),
    ...(outdatesWhitelist(changed) ? ['whitelist' as const] : []),
  ]
  const written = await commit(db, id, outdates, [
    ...(seenAt === undefined ? [] : [guardProfile(db, id, seenAt)]),
    ...(setsUnlisted ? [guardUnlistedUnlocked(db, id)] : []),
    ...updateSettings(db, id, changed, now.instant),
    ...(now.latestDay > now.today ? [saveLatestDay(db, id, now.latestDay)] : []),
    ...(changed.week_start === undefined ? [] : [saveWeekStart(db, id, now)]),
  ])
  return written || !(setsUnlisted || seenAt !== undefined)
}
