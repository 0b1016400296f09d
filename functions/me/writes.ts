import { sql } from '../lib/sql'

/**
 * Deletes a user with everything that is theirs: rows that refer to them go along, and what is reckoned from these by
 * triggers goes with them.
 */
export const deleteUser = (db: D1Database, userId: string, email: string | null) => [
  sql(db)`DELETE FROM sign_in_tokens WHERE email = ${email}`,
  sql(db)`DELETE FROM outbox WHERE recipient = ${email}`,
  sql(db)`DELETE FROM users WHERE id = ${userId}`,
]
