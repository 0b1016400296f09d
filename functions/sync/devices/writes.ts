import { allRows, part, sql } from '../../lib/sql'

/** Condition for a revoked device whose token or session is gone. */
export const isEnded = (userId: string) => part`(
        sync_devices.revoked_at IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM api_tokens
          WHERE 'token:' || api_tokens.id = sync_devices.credential AND api_tokens.user_id = ${userId})
        AND NOT EXISTS (
          SELECT 1 FROM program_sessions
          WHERE 'program:' || program_sessions.id = sync_devices.credential AND program_sessions.user_id = ${userId}))`

const ofDevice = (userId: string, id: string) => part`
  FROM sync_devices AS revoked
  WHERE revoked.user_id = ${userId} AND revoked.id = ${id} AND revoked.revoked_at IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM sync_devices AS other
      WHERE other.user_id = ${userId} AND other.credential = revoked.credential AND other.revoked_at IS NULL)`

/**
 * Revokes a device, and ends the token or the session that it syncs with unless another device uses it too. False for
 * one that is not there. @param now epoch ms
 */
export const revokeDevice = async (db: D1Database, userId: string, id: string, now: number) => {
  const [revoked] = await db.batch([
    sql(db)`
      UPDATE sync_devices SET revoked_at = coalesce(revoked_at, ${now}) WHERE user_id = ${userId} AND id = ${id}
      RETURNING id`,
    sql(db)`
      DELETE FROM api_tokens
      WHERE user_id = ${userId}
        AND id = (SELECT substr(credential, 7) ${ofDevice(userId, id)} AND credential GLOB 'token:*')`,
    sql(db)`
      DELETE FROM program_sessions
      WHERE user_id = ${userId}
        AND id = (SELECT substr(credential, 9) ${ofDevice(userId, id)} AND credential GLOB 'program:*')`,
  ])
  return (revoked?.results.length ?? 0) > 0
}

/** Lets a revoked device sync again, once it is signed in. False for one that is not there. */
export const allowDevice = async (db: D1Database, userId: string, id: string) =>
  (
    await allRows(sql(db)`
      UPDATE sync_devices SET revoked_at = NULL WHERE user_id = ${userId} AND id = ${id} RETURNING id`)
  ).length > 0

/**
 * Removes a revoked device. One whose token or session still works would sync again, so it stays. False where nothing was
 * removed.
 */
export const removeDevice = async (db: D1Database, userId: string, id: string) => {
  const [, removed] = await db.batch([
    sql(db)`
      DELETE FROM sync_writes
      WHERE user_id = ${userId} AND device_id = ${id}
        AND EXISTS (SELECT 1 FROM sync_devices WHERE user_id = ${userId} AND id = ${id} AND ${isEnded(userId)})`,
    sql(db)`DELETE FROM sync_devices WHERE user_id = ${userId} AND id = ${id} AND ${isEnded(userId)}`,
  ])
  return (removed?.meta.changes ?? 0) > 0
}
