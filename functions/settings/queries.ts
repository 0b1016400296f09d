import type { Preferences } from '../lib/preferences'
import { sql } from '../lib/sql'

/** Sets the given settings; others keep their current values, even if just changed elsewhere. */
export const updateSettings = (
  db: D1Database,
  userId: string,
  { username, ...preferences }: Partial<Preferences & { username: string }>,
  now: number,
) => [
  sql(db)`
    UPDATE users
    SET username = coalesce(${username ?? null}, username),
        preferences = json_patch(preferences, ${JSON.stringify(preferences)}),
        updated_at = ${now}
    WHERE id = ${userId}`,
]
