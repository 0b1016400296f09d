import { z } from 'zod'
import { setExcluded } from '../../../lib/db/conditions'
import { constant, part, type SqlPart, sql } from '../../../lib/db/sql'
import type { Access } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { columnsOf } from '../../../lib/resource/row-reads'
import { insertRows } from '../../../lib/resource/row-writes'

export const DeviceRow = z.object({
  id: z.string(),
  /** Its last User-Agent; may be empty. */
  agent: z.string(),
  /** `token:<id>` or `program:<id>` of its last sync. */
  credential: z.string(),
  epoch: z.int(),
  /** Position in the person's changes up to which the device has everything. */
  remote_version: z.number(),
  /** Counts its own writes. */
  local_version: z.int(),
  /** Position of an answer that is part of sending everything; null otherwise. */
  full_version: z.number().nullable(),
  /** Epoch ms, like the next two. */
  last_sync_at: z.int(),
  created_at: z.int(),
  revoked_at: z.int().nullable(),
})
export type DeviceRow = z.infer<typeof DeviceRow>

/** Days after which tombstones are removed, and a device that was away for longer reads everything again. */
const keptDays = 180
export const tombstoneMs = keptDays * 86_400_000

/** Devices that a person may have, revoked ones included. */
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

/** How many devices a person has. */
export const countDevices = async (db: D1Database, userId: string) =>
  (await sql(db)`SELECT count(*) AS count FROM sync_devices WHERE user_id = ${userId}`.first<number>('count')) ?? 0

/** Refuses a new device beside `count` others. @throws ProblemError 403 */
export const refuseTooMany = (count: number) => {
  if (count >= mostDevices) throw tooMany()
}

/** The credential of a request, as `sync_devices` has it. */
export const credentialOf = (access: Access) => {
  if (access.by === 'token') return `token:${access.tokenId}`
  return access.by === 'browser' ? '' : `program:${access.sessionId}`
}

/** A device as it stands after a request. */
export type SeenDevice = Pick<
  DeviceRow,
  'id' | 'agent' | 'credential' | 'epoch' | 'remote_version' | 'local_version' | 'full_version'
>

const touched = (db: D1Database, userId: string, device: SeenDevice, now: number, isAllowed: SqlPart) => sql(db)`
  UPDATE sync_devices
  SET agent = ${device.agent}, credential = ${device.credential}, epoch = ${device.epoch},
      remote_version = ${device.remote_version}, local_version = max(local_version, ${device.local_version}),
      full_version = ${device.full_version}, last_sync_at = ${now}
  WHERE user_id = ${userId} AND id = ${device.id} AND revoked_at IS NULL AND ${isAllowed}`

/** Notes a sync of a device that is there. @param now epoch ms */
export const touchDevice = (db: D1Database, userId: string, device: SeenDevice, now: number) =>
  touched(db, userId, device, now, constant('true'))

/** `touchDevice`, except for a device that has to read everything, or is about to. @param now epoch ms */
export const touchCurrent = (db: D1Database, userId: string, device: SeenDevice, now: number) =>
  touched(
    db,
    userId,
    device,
    now,
    part`epoch = ${device.epoch} AND full_version IS NULL AND last_sync_at > ${now - tombstoneMs}`,
  )

/** Adds a device, or notes its sync. @param now epoch ms */
export const putDevice = (db: D1Database, userId: string, device: SeenDevice, now: number) => {
  const replaced = setExcluded(['agent', 'credential', 'epoch', 'remote_version', 'full_version', 'last_sync_at'])
  const after = part`
      ON CONFLICT (user_id, id) DO UPDATE
      SET ${replaced}, local_version = max(local_version, excluded.local_version)`
  return insertRows(db, 'sync_devices', userId, [device], { last_sync_at: now, created_at: now }, after)
}
