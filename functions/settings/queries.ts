import type { Preferences } from '../lib/preferences'
import { sql } from '../lib/sql'

/** Sets a user's name and some of their preferences; what is left out stays, whoever changed it meanwhile. */
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
