import { saveWeekStart } from '../goals/progress/writes'
import type { User } from '../lib/env'
import { localNow } from '../lib/now'
import { commit, type Outdates } from '../lib/sql'
import { guardProfile, saveLatestDay, updateSettings } from './queries'
import { outdatesStats, outdatesTimer, outdatesWhitelist, type Settings } from './schema'
import { guardUnlistedUnlocked } from './unlisted'

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
