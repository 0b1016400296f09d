import type { Access } from '../../lib/env'
import { commit, sql } from '../../lib/sql'

/** Signs a device out and returns its name; null when it is not signed in. */
export const endDevice = async (db: D1Database, userId: string, id: string, now: number) => {
  const ended = await db.batch<{ device: string }>([
    sql(db)`
      DELETE FROM web_sessions WHERE user_id = ${userId} AND id_hash = ${id} AND expires_at > ${now} RETURNING device`,
    sql(db)`
      DELETE FROM program_sessions WHERE user_id = ${userId} AND id = ${id} AND expires_at > ${now} RETURNING device`,
  ])
  return ended.flatMap(({ results }) => results)[0]?.device ?? null
}

/** Id of the device that sent the request; null for a personal token. */
export const ownDevice = (access: Access) => {
  if (access.by === 'browser') return access.sessionHash
  return access.by === 'token' ? null : access.sessionId
}

/** Signs out every device but `own`. False when that one is itself signed out: of several requests one stays. */
export const endOtherDevices = (db: D1Database, userId: string, own: string, now: number) =>
  commit(
    db,
    userId,
    [],
    [
      sql(db)`
      SELECT CASE
        WHEN EXISTS (SELECT 1 FROM web_sessions WHERE id_hash = ${own} AND user_id = ${userId} AND expires_at > ${now})
        THEN 1
        WHEN EXISTS (SELECT 1 FROM program_sessions WHERE id = ${own} AND user_id = ${userId} AND expires_at > ${now})
        THEN 1
        ELSE json('stale')
      END`,
      sql(db)`DELETE FROM web_sessions WHERE user_id = ${userId} AND id_hash <> ${own}`,
      sql(db)`DELETE FROM program_sessions WHERE user_id = ${userId} AND id <> ${own}`,
    ],
  )
