import { isStale, sql } from '../lib/sql'

/** Put first: undoes the batch of somebody who is no admin any more. */
export const byAdmin = (db: D1Database, adminId: string) =>
  sql(db)`
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM users WHERE id = ${adminId} AND role = 'admin' AND suspended_at IS NULL) THEN 1
      ELSE json('stale')
    END`

/** The next number of the catalogue of apps; what is written after it in the batch is stamped with it. */
export const advanceCatalogue = (db: D1Database) => sql(db)`UPDATE app_catalogue SET seq = seq + 1 WHERE id = 1`

/** The next number of the change sequences of people whose rules an admin writes. */
export const advanceWhitelists = (db: D1Database, userIds: string[]) =>
  sql(db)`
    UPDATE change_heads SET seq = seq + 1, whitelist_seq = seq + 1
    WHERE user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))`

/**
 * Runs an admin's writes as one atomic batch. Gives what each answers; null when a guarded write found its row gone or
 * moved on, or the admin is none any more: then nothing was written.
 */
export const commitAsAdmin = async (db: D1Database, adminId: string, writes: D1PreparedStatement[]) => {
  try {
    const [, ...results] = await db.batch([byAdmin(db, adminId), ...writes])
    return results
  } catch (error) {
    if (isStale(error)) return null
    throw error
  }
}
