import type { Preferences } from '../lib/preferences'
import { sql } from '../lib/sql'

/** Guard: rolls the batch back if the profile was written after `seenAt` (epoch ms), its `updated_at`. */
export const guardProfile = (db: D1Database, userId: string, seenAt: number) =>
  sql(db)`SELECT CASE WHEN updated_at = ${seenAt} THEN 1 ELSE json('stale') END FROM users WHERE id = ${userId}`

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
        updated_at = max(${now}, updated_at + 1)
    WHERE id = ${userId}`,
]

/** Saves the date that the person had reached before a setting moved it back. */
export const saveLatestDay = (db: D1Database, userId: string, date: string) =>
  sql(db)`UPDATE users SET latest_day = ${date} WHERE id = ${userId}`
