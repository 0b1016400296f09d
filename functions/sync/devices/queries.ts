import { z } from 'zod'
import { columnsOf } from '../../lib/resource/reads'
import { allRows, constant, rowAs, rowsAs, sql } from '../../lib/sql'
import { DeviceRow } from './schema'

/** The largest number of changes that is counted. */
export const changesCounted = 100

export const devicesOf = (db: D1Database, userId: string) =>
  rowsAs(DeviceRow, sql(db)`SELECT ${columnsOf('sync_devices', DeviceRow)} FROM sync_devices WHERE user_id = ${userId}`)

const WithCredential = DeviceRow.extend({
  /** 1 where another device that may sync uses the same credential. */
  is_shared: z.int(),
  /** 1 while the credential signs in. */
  is_live: z.int(),
})
export type DeviceWithCredential = z.infer<typeof WithCredential>

/** @param now epoch ms */
export const deviceById = (db: D1Database, userId: string, id: string, now: number) =>
  rowAs(
    WithCredential,
    sql(db)`
      SELECT ${columnsOf('device', DeviceRow)},
        EXISTS (
          SELECT 1 FROM sync_devices AS other
          WHERE other.user_id = ${userId} AND other.id <> ${id} AND other.credential = device.credential
            AND other.revoked_at IS NULL) AS is_shared,
        EXISTS (
          SELECT 1 FROM api_tokens
          WHERE device.credential GLOB 'token:*' AND api_tokens.id = substr(device.credential, 7)
            AND user_id = ${userId} AND (expires_at IS NULL OR expires_at > ${now}))
        OR EXISTS (
          SELECT 1 FROM program_sessions
          WHERE device.credential GLOB 'program:*' AND program_sessions.id = substr(device.credential, 9)
            AND user_id = ${userId} AND expires_at > ${now}) AS is_live
      FROM sync_devices AS device
      WHERE device.user_id = ${userId} AND device.id = ${id}`,
  )

/** Versions of the latest changes that devices fetch, up to `changesCounted` + 1 of each type. */
export const latestVersions = async (db: D1Database, userId: string) => {
  const found = await Promise.all(
    ['plans', 'sessions', 'cards', 'sync_tombstones'].map((table) =>
      allRows<{ seq: number }>(sql(db)`
        SELECT seq FROM ${constant(table)} WHERE user_id = ${userId} ORDER BY seq DESC LIMIT ${changesCounted + 1}`),
    ),
  )
  return found.flat().map(({ seq }) => seq)
}

const Sides = z.object({ lost_by: z.string().nullable(), kept_by: z.string().nullable() })
export type Sides = z.infer<typeof Sides>

/** The devices of open conflicts. */
export const openSides = (db: D1Database, userId: string) =>
  rowsAs(Sides, sql(db)`SELECT lost_by, kept_by FROM sync_conflicts WHERE user_id = ${userId} AND settled_at IS NULL`)
