import { z } from 'zod'
import { closeSockets } from '../../../lib/db/open-pages'
import { allRows, constant, type PersonVersions, part, rowAs, rowsAs, sql } from '../../../lib/db/sql'
import { columnsOf } from '../../../lib/resource/row-reads'
import { DeviceRow, tombstoneMs } from './device'
import { type ListedDevice, lagCountLimit, WithCredential } from './schema'

export const devicesOf = (db: D1Database, userId: string) =>
  rowsAs(DeviceRow, sql(db)`SELECT ${columnsOf('sync_devices', DeviceRow)} FROM sync_devices WHERE user_id = ${userId}`)

export const deviceById = (db: D1Database, userId: string, id: string) => {
  // Rounded to the minute, so that repeated reads in a request are cached.
  const now = Math.floor(Date.now() / 60_000) * 60_000
  return rowAs(
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
}

/** Versions of the latest changes that devices can fetch, up to `lagCountLimit` + 1 of each type. */
const latestVersions = async (db: D1Database, userId: string) => {
  const found = await Promise.all(
    ['plans', 'sessions', 'cards', 'sync_tombstones'].map((table) =>
      allRows<{ seq: number }>(sql(db)`
        SELECT seq FROM ${constant(table)} WHERE user_id = ${userId} ORDER BY seq DESC LIMIT ${lagCountLimit + 1}`),
    ),
  )
  return found.flat().map(({ seq }) => seq)
}

const Sides = z.object({ lost_by: z.string().nullable(), kept_by: z.string().nullable() })
type Sides = z.infer<typeof Sides>

/** The devices on both sides of each open conflict. */
const openSides = (db: D1Database, userId: string) =>
  rowsAs(Sides, sql(db)`SELECT lost_by, kept_by FROM sync_conflicts WHERE user_id = ${userId} AND settled_at IS NULL`)

type Behind = Pick<DeviceRow, 'epoch' | 'remote_version' | 'full_version' | 'last_sync_at'>

/** Number of changes that a device has not fetched; null if it must read everything. @param now epoch ms */
export const countDeviceLag = (device: Behind, versions: number[], epoch: number, now: number) => {
  const isAway = device.last_sync_at <= now - tombstoneMs
  if (device.epoch !== epoch || device.full_version !== null || isAway) return null
  const position = Math.floor(device.remote_version)
  return Math.min(versions.filter((seq) => seq > position).length, lagCountLimit + 1)
}

const partIn = (sides: Sides[], id: string) =>
  sides.filter(({ lost_by, kept_by }) => lost_by === id || kept_by === id).length

/** A person's devices and the number of open conflicts. Last synced first, revoked ones last. @param now epoch ms */
export const listDevices = async (
  db: D1Database,
  userId: string,
  { epoch }: Pick<PersonVersions, 'epoch'>,
  now: number,
) => {
  const [found, versions, sides] = await Promise.all([
    devicesOf(db, userId),
    latestVersions(db, userId),
    openSides(db, userId),
  ])
  const devices = found
    .toSorted((a, b) => b.last_sync_at - a.last_sync_at)
    .toSorted((a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null))
    .map(
      (device): ListedDevice => ({
        device,
        behind: countDeviceLag(device, versions, epoch, now),
        conflicts: partIn(sides, device.id),
      }),
    )
  return { devices, openConflicts: sides.length }
}

/** Condition for a revoked device whose token or session no longer exists. */
export const endedDeviceCondition = (userId: string) => part`(
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
 * Revokes a device. Also ends its token or session, unless another device uses it. False if the device does not exist.
 * @param now epoch ms
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
  closeSockets(db, userId)
  return (revoked?.results.length ?? 0) > 0
}

/** Allows a revoked device to sync again, once it is signed in. False if the device does not exist. */
export const allowDevice = async (db: D1Database, userId: string, id: string) =>
  (
    await allRows(sql(db)`
      UPDATE sync_devices SET revoked_at = NULL WHERE user_id = ${userId} AND id = ${id} RETURNING id`)
  ).length > 0

/**
 * Removes a revoked device, unless its token or session still works: then it would be added again. False if nothing was
 * removed.
 */
export const removeDevice = async (db: D1Database, userId: string, id: string) => {
  const [, removed] = await db.batch([
    sql(db)`
      DELETE FROM sync_writes
      WHERE user_id = ${userId} AND device_id = ${id}
        AND EXISTS (SELECT 1 FROM sync_devices WHERE user_id = ${userId} AND id = ${id} AND ${endedDeviceCondition(userId)})`,
    sql(db)`DELETE FROM sync_devices WHERE user_id = ${userId} AND id = ${id} AND ${endedDeviceCondition(userId)}`,
  ])
  return (removed?.meta.changes ?? 0) > 0
}
