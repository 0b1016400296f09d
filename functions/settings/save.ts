import { nowOf } from '../goals/list'
import { keepWeekStart } from '../goals/progress/writes'
import type { User } from '../lib/env'
import { commit, type Outdates } from '../lib/sql'
import { updateSettings } from './queries'
import { outdatesStats, outdatesTimer, outdatesWhitelist, type Settings } from './schema'

/** Writes what was changed of a user's settings; nothing when nothing was. */
export const saveSettings = async (db: D1Database, { id, preferences }: User, changed: Partial<Settings>) => {
  if (Object.keys(changed).length === 0) return
  const now = nowOf({ preferences: { ...preferences, ...changed } })
  const outdates: Outdates[] = [
    ...(outdatesStats(changed) ? ['stats' as const] : []),
    ...(outdatesTimer(changed) ? ['timer' as const] : []),
    ...(outdatesWhitelist(changed) ? ['whitelist' as const] : []),
  ]
  await commit(db, id, outdates, [
    ...updateSettings(db, id, changed, now.instant),
    ...(changed.week_start === undefined ? [] : keepWeekStart(db, id, now)),
  ])
}
