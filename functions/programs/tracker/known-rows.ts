import { z } from 'zod'
import { setExcluded } from '../../lib/db/conditions'
import { flagColumn, jsonChunks, part, rowAs, rowsAs, type SqlPart, sql } from '../../lib/db/sql'
import { columnsOf } from '../../lib/resource/row-reads'
import { insertRows } from '../../lib/resource/row-writes'
import type { EntityType } from '../sync/core/protocol'
import { entityKey } from '../sync/push/known'

/** Positions of a device in the person's changes. Their meaning is explained in the migration that adds the table. */
const TrackerDevice = z.object({
  request: z.int(),
  sent_rows: z.int(),
  proven: z.number(),
  answered_from: z.number(),
  answered_to: z.number(),
  doubt_to: z.number(),
  has_more: flagColumn,
})
export type TrackerDevice = z.output<typeof TrackerDevice>

export const noRequestYet: TrackerDevice = {
  request: 0,
  sent_rows: 0,
  proven: 0,
  answered_from: 0,
  answered_to: 0,
  doubt_to: 0,
  has_more: 0,
}

export const readDevice = (db: D1Database, userId: string, deviceId: string) =>
  rowAs(
    TrackerDevice,
    sql(db)`
      SELECT ${columnsOf('tracker_devices', TrackerDevice)}
      FROM tracker_devices
      WHERE user_id = ${userId} AND device_id = ${deviceId}`,
  )

/** Position of a row that the server does not have. Such a row is never sent or deleted. */
export const missingPosition = -1

const KnownRow = z.object({
  type: z.enum(['plan', 'session', 'card']),
  id: z.string(),
  request: z.int(),
  position: z.number().nullable(),
  told: z.int().nullable(),
})

type Key = { type: EntityType; id: string }

/** Rows recorded for a device, by key. */
export const readDeviceRows = async (db: D1Database, userId: string, deviceId: string, keys: Key[]) => {
  const found = await Promise.all(
    jsonChunks(keys.map(({ type, id }) => ({ type, id }))).map((json) =>
      rowsAs(
        KnownRow,
        sql(db)`
          SELECT ${columnsOf('tracker_rows', KnownRow)}
          FROM tracker_rows
          WHERE user_id = ${userId} AND device_id = ${deviceId}
            AND (type, id) IN (SELECT value ->> 'type', value ->> 'id' FROM json_each(${json}))`,
      ),
    ),
  )
  return new Map(found.flat().map((row) => [entityKey(row.type, row.id), row]))
}

const isThere = (userId: string): SqlPart => part`(
        EXISTS (
          SELECT 1 FROM plans
          WHERE tracker_rows.type = 'plan' AND user_id = ${userId} AND plans.id = tracker_rows.id AND deleted_at IS NULL)
        OR EXISTS (
          SELECT 1 FROM sessions
          WHERE tracker_rows.type = 'session' AND user_id = ${userId} AND sessions.id = tracker_rows.id
            AND deleted_at IS NULL AND status <> 'abandoned')
        OR EXISTS (
          SELECT 1 FROM cards
          WHERE tracker_rows.type = 'card' AND user_id = ${userId} AND cards.id = tracker_rows.id AND deleted_at IS NULL))`

/** Rows that the device may have and the server no longer has. */
export const deletedRows = (db: D1Database, userId: string, deviceId: string) =>
  rowsAs(
    KnownRow,
    sql(db)`
      SELECT ${columnsOf('tracker_rows', KnownRow)}
      FROM tracker_rows
      WHERE user_id = ${userId} AND device_id = ${deviceId} AND coalesce(position, 0) <> ${missingPosition}
        AND NOT ${isThere(userId)}`,
  )

/** Resets a device's state to the rows that it sent itself, because positions have changed. */
export const resetPositions = (db: D1Database, userId: string, deviceId: string, proven: number) => [
  sql(db)`
    UPDATE tracker_rows SET position = iif(position <= ${proven}, 0, NULL), told = NULL
    WHERE user_id = ${userId} AND device_id = ${deviceId} AND position > 0`,
]

export const putDevice = (db: D1Database, userId: string, deviceId: string, device: TrackerDevice) => {
  const after = part`ON CONFLICT (user_id, device_id) DO UPDATE SET ${setExcluded(Object.keys(device))}`
  return insertRows(db, 'tracker_devices', userId, [device], { device_id: deviceId }, after)
}

/** Records the rows that a device sent. It has them, unless their position is null (deletion) or `apart`. */
export const recordSentRows = (
  db: D1Database,
  userId: string,
  deviceId: string,
  request: number,
  rows: (Key & { position: number | null })[],
) =>
  insertRows(
    db,
    'tracker_rows',
    userId,
    rows.map(({ type, id, position }) => ({ type, id, position })),
    { device_id: deviceId, request },
    part`
      ON CONFLICT (user_id, device_id, type, id) DO UPDATE
      SET request = excluded.request,
          position = iif(excluded.position = ${missingPosition}, position, excluded.position)`,
  )

/** Records the rows of a response. @param to position at its end */
export const recordResponseRows = (
  db: D1Database,
  userId: string,
  deviceId: string,
  to: number,
  rows: (Key & { updatedAt: number; row: object | null })[],
) => [
  ...insertRows(
    db,
    'tracker_rows',
    userId,
    rows.flatMap(({ type, id, updatedAt, row }) => (row ? [{ type, id, told: updatedAt }] : [])),
    { device_id: deviceId, request: 0, position: to },
    part`
      ON CONFLICT (user_id, device_id, type, id) DO UPDATE
      SET position = iif(coalesce(position, ${missingPosition}) = ${missingPosition}, excluded.position, position), told = excluded.told
      WHERE coalesce(position, ${missingPosition}) = ${missingPosition} OR told IS NOT excluded.told`,
  ),
  ...jsonChunks(rows.flatMap(({ type, id, row }) => (row ? [] : [{ type, id }]))).map(
    (json) => sql(db)`
      UPDATE tracker_rows SET position = NULL
      WHERE user_id = ${userId} AND device_id = ${deviceId} AND position IS NOT NULL
        AND (type, id) IN (SELECT value ->> 'type', value ->> 'id' FROM json_each(${json}))`,
  ),
]
