import { z } from 'zod'
import { setExcluded } from '../../../lib/db/conditions'
import { constant, part, type SqlPart, sql } from '../../../lib/db/sql'
import type { Access } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { columnsOf } from '../../../lib/resource/row-reads'
import { insertRows } from '../../../lib/resource/row-writes'

export const DeviceRow = z.object({
  id: z.string(),
  /** User-Agent of its last sync; may be empty. */
  agent: z.string(),
  /** Credential of its last sync: `token:<id>` or `program:<id>`. */
  credential: z.string(),
  epoch: z.int(),
  /** Position in the person's changes. The device has all changes up to it. */
  remote_version: z.number(),
  /** The device's counter of its own writes. */
  local_version: z.int(),
  /** Position in a full read that is not finished; null otherwise. */
  full_version: z.number().nullable(),
  /** In epoch ms, like the next two. */
  last_sync_at: z.int(),
  created_at: z.int(),
  revoked_at: z.int().nullable(),
})
export type DeviceRow = z.infer<typeof DeviceRow>

/** Days after which tombstones are deleted. A device that was away longer must read everything again. */
const keptDays = 180
export const tombstoneMs = keptDays * 86_400_000

/** Maximum number of a person's devices, including revoked ones. */
const mostDevices = 100

const tooMany = () =>
  new ProblemError({
    status: 403,
    code: 'too_many_devices',
    title: 'Too many devices',
    detail: `You have ${mostDevices} devices. Remove one under Settings, Sign-in and devices. Nothing was changed.`,
  })

/** Reads a `DeviceRow`. */
export const deviceStatement = (db: D1Database, userId: string, id: string) => sql(db)`
  SELECT ${columnsOf('sync_devices', DeviceRow)} FROM sync_devices WHERE user_id = ${userId} AND id = ${id}`

/** Number of a person's devices. */
export const countDevices = async (db: D1Database, userId: string) =>
  (await sql(db)`SELECT count(*) AS count FROM sync_devices WHERE user_id = ${userId}`.first<number>('count')) ?? 0

/** Refuses a new device if there are `count` already. @throws ProblemError 403 */
export const checkDeviceLimit = (count: number) => {
  if (count >= mostDevices) throw tooMany()
}

/** Credential of a request, in the form of `sync_devices`. */
export const credentialOf = (access: Access) => {
  if (access.by === 'token') return `token:${access.tokenId}`
  return access.by === 'browser' ? '' : `program:${access.sessionId}`
}

/** State of a device after a request. */
export type DeviceUpdate = Pick<
  DeviceRow,
  'id' | 'agent' | 'credential' | 'epoch' | 'remote_version' | 'local_version' | 'full_version'
>

const touched = (db: D1Database, userId: string, device: DeviceUpdate, now: number, isAllowed: SqlPart) => sql(db)`
  UPDATE sync_devices
  SET agent = ${device.agent}, credential = ${device.credential}, epoch = ${device.epoch},
      remote_version = ${device.remote_version}, local_version = max(local_version, ${device.local_version}),
      full_version = ${device.full_version}, last_sync_at = ${now}
  WHERE user_id = ${userId} AND id = ${device.id} AND revoked_at IS NULL AND ${isAllowed}`

/** Records a sync of an existing device. @param now epoch ms */
export const touchDevice = (db: D1Database, userId: string, device: DeviceUpdate, now: number) =>
  touched(db, userId, device, now, constant('true'))

/** Like `touchDevice`, but not if the device must read everything, or is doing so. @param now epoch ms */
export const touchCurrent = (db: D1Database, userId: string, device: DeviceUpdate, now: number) =>
  touched(
    db,
    userId,
    device,
    now,
    part`epoch = ${device.epoch} AND full_version IS NULL AND last_sync_at > ${now - tombstoneMs}`,
  )

/** Adds a device, or records its sync. @param now epoch ms */
export const putDevice = (db: D1Database, userId: string, device: DeviceUpdate, now: number) => {
  const replaced = setExcluded(['agent', 'credential', 'epoch', 'remote_version', 'full_version', 'last_sync_at'])
  const after = part`
      ON CONFLICT (user_id, id) DO UPDATE
      SET ${replaced}, local_version = max(local_version, excluded.local_version)`
  return insertRows(db, 'sync_devices', userId, [device], { last_sync_at: now, created_at: now }, after)
}
