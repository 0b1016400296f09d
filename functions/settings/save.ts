import { saveWeekStart } from '../goals/progress/writes'
import { localNow, type User } from '../lib/env'
import type { Preferences } from '../lib/preferences'
import { commit, type Outdates, sql } from '../lib/sql'
import { outdatesStats, outdatesTimer, outdatesWhitelist, type Settings } from './schema'
import { guardUnlistedUnlocked } from './unlisted'

/** Guard: rolls the batch back if the profile was written after `seenAt` (epoch ms), its `updated_at`. */
const guardProfile = (db: D1Database, userId: string, seenAt: number) =>
  sql(db)`SELECT CASE WHEN updated_at = ${seenAt} THEN 1 ELSE json('stale') END FROM users WHERE id = ${userId}`

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
        preferences = json_patch(preferences, ${JSON.stringify(preferences)}),
        updated_at = max(${now}, updated_at + 1)
    WHERE id = ${userId}`,
]

/** Saves the date that the person had reached before a setting moved it back. */
const saveLatestDay = (db: D1Database, userId: string, date: string) =>
  sql(db)`UPDATE users SET latest_day = ${date} WHERE id = ${userId}`

/**
 * Writes changed settings. False, with nothing written, when an admin has locked one of them, or the profile was
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
