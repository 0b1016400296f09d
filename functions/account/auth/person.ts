import type { PersonHead, User } from '../../lib/env'
import { readPreferences } from '../../lib/preferences'
import type { StoredUser } from './queries'

/** Splits a row of `personColumns` into the person and their versions. */
export const personOf = ({ preferences, last_active_at: _, ...row }: StoredUser): { user: User; head: PersonHead } => {
  const { id, email, username, role, latest_day, next_planned_at, next_focus_at, created_at, ...others } = row
  const { backup_day, backup_retry_at, backup_failures, ...head } = others
  const backup = { backup_day, backup_retry_at, backup_failures }
  const user = { id, email, username, role, latest_day, next_planned_at, next_focus_at, created_at, ...backup }
  return { user: { ...user, preferences: readPreferences(preferences) }, head }
}
