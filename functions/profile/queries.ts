import { sql } from '../lib/sql'

export type Profile = {
  id: string
  email: string | null
  username: string
  role: 'user' | 'admin'
  github_username: string | null
  avatar_url: string | null
  /** JSON */
  preferences: string
  /** epoch ms, as the following */
  created_at: number
  updated_at: number
  /** epoch ms; null unless an admin has locked the preference for unlisted apps */
  unlisted_locked_at: number | null
}

export const readProfile = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT id, email, username, role, github_username, avatar_url, preferences, created_at, updated_at,
      unlisted_locked_at
    FROM users
    WHERE id = ${userId}`.first<Profile>()
