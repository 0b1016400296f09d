import { ProblemError, problems } from '../../lib/problem'
import { isStale, keptState, sql } from '../../lib/sql'
import { admins } from './users/queries'

/** Guard: rolls the batch back if the caller is no longer an admin. */
export const guardAdmin = (db: D1Database, adminId: string) =>
  sql(db)`
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM users WHERE id = ${adminId} AND role = 'admin' AND suspended_at IS NULL) THEN 1
      ELSE json('stale')
    END`

/** Advances the catalogue's version; later statements of the batch store it. */
export const advanceCatalogue = (db: D1Database) => sql(db)`UPDATE app_catalogue SET seq = seq + 1 WHERE id = 1`

/** Advances the versions of people whose rules an admin writes. Guard: rolls back for a state that is only kept. */
export const advanceWhitelists = (db: D1Database, userIds: string[]) =>
  sql(db)`
    UPDATE change_heads SET seq = iif(restore_id IS ${keptState}, json('stale'), seq + 1), whitelist_seq = seq + 1
    WHERE user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))`

/**
 * Runs an admin's writes as one atomic batch. False, with nothing written, when a guard failed.
 * @throws ProblemError 403 when the caller is no longer an admin
 */
export const commitAsAdmin = async (db: D1Database, adminId: string, writes: D1PreparedStatement[]) => {
  try {
    await db.batch([guardAdmin(db, adminId), ...writes])
    return true
  } catch (error) {
    if (!isStale(error)) throw error
  }
  if (!(await admins(db, adminId, adminId)).acts) throw new ProblemError(problems.adminsOnly)
  return false
}
