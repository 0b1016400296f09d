import { preferenceFields } from '../lib/preferences'
import type { Problem } from '../lib/problem'
import { sql } from '../lib/sql'

export type UnlistedApps = {
  unlisted_apps: 'block' | 'allow'
  /** epoch ms; null when the person can change it */
  locked_at: number | null
  /** Name of the admin who locked it; null where nobody did, or their account is gone. */
  locked_by: string | null
}

type Row = Omit<UnlistedApps, 'unlisted_apps'> & { unlisted_apps: unknown }

export const readUnlistedApps = async (db: D1Database, userId: string): Promise<UnlistedApps | null> => {
  const row = await sql(db)`
    SELECT users.preferences ->> '$.unlisted_apps' AS unlisted_apps, users.unlisted_locked_at AS locked_at,
      admins.username AS locked_by
    FROM users LEFT JOIN users AS admins ON admins.id = users.unlisted_locked_by
    WHERE users.id = ${userId}`.first<Row>()
  return row && { ...row, unlisted_apps: preferenceFields.unlisted_apps.catch('block').parse(row.unlisted_apps) }
}

/** Guard: rolls the batch back when an admin has locked it. */
export const guardUnlistedUnlocked = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT CASE WHEN unlisted_locked_at IS NULL THEN 1 ELSE json('stale') END FROM users WHERE id = ${userId}`

export const unlistedLocked = {
  status: 403,
  code: 'locked',
  title: 'Managed by an admin',
  detail: 'An admin has locked the setting for unlisted apps. Nothing was changed.',
} as const satisfies Problem
