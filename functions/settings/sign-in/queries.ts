import type { Cursor } from '../../lib/cursor'
import { allRows, sql } from '../../lib/sql'
import type { Device } from './schema'

export const listDevices = (db: D1Database, userId: string, before: Cursor, limit: number, now: number) =>
  allRows<Device>(sql(db)`
    SELECT id, kind, device, created_at, last_seen_at FROM (
      SELECT id_hash AS id, 'browser' AS kind, device, created_at, last_seen_at
      FROM web_sessions
      WHERE user_id = ${userId} AND expires_at > ${now} AND (last_seen_at, id_hash) < (${before.at}, ${before.id})
      ORDER BY last_seen_at DESC, id_hash DESC LIMIT ${limit + 1})
    UNION ALL
    SELECT id, kind, device, created_at, last_seen_at FROM (
      SELECT id, kind, device, created_at, last_seen_at
      FROM program_sessions
      WHERE user_id = ${userId} AND expires_at > ${now} AND (last_seen_at, id) < (${before.at}, ${before.id})
      ORDER BY last_seen_at DESC, id DESC LIMIT ${limit + 1})
    ORDER BY last_seen_at DESC, id DESC
    LIMIT ${limit + 1}`)

export const findBrowser = (db: D1Database, userId: string, id: string, now: number) =>
  sql(db)`
    SELECT id_hash AS id, 'browser' AS kind, device, created_at, last_seen_at
    FROM web_sessions
    WHERE user_id = ${userId} AND id_hash = ${id} AND expires_at > ${now}`.first<Device>()

/** Number of devices; counts at most `most` of each kind. */
export const countDevices = async (db: D1Database, userId: string, most: number, now: number) =>
  (
    await sql(db)`
      SELECT
        (SELECT count(*) FROM (
          SELECT 1 FROM web_sessions WHERE user_id = ${userId} AND expires_at > ${now} LIMIT ${most}))
        + (SELECT count(*) FROM (
          SELECT 1 FROM program_sessions WHERE user_id = ${userId} AND expires_at > ${now} LIMIT ${most})) AS count
      `.first<{ count: number }>()
  )?.count ?? 0
