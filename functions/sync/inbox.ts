import { v7 as uuid } from 'uuid'
import { jsonChunks, part, sql } from '../lib/sql'
import { type Lost, pendingSeq } from './reconcile'

/** The device that wrote a version; null for the browser and other programs. */
const writerOf = (userId: string) => part`(
        SELECT device_id FROM sync_writes
        WHERE user_id = ${userId} AND device_id IN (SELECT id FROM sync_devices WHERE user_id = ${userId})
          AND type = value ->> 'type' AND sync_writes.id = value ->> 'row_id' AND seq = value ->> 'stored_seq'
        LIMIT 1)`

/**
 * Puts versions that lost into the inbox, before the writes of the device are noted.
 * @param now epoch ms
 * @param doubtTo stored versions up to this one are settled: the device may have seen them
 */
export const keepLost = (db: D1Database, userId: string, deviceId: string, lost: Lost[], now: number, doubtTo = 0) => {
  const rows = lost.map(({ type, rowId, reason, title, data, updatedAt, by, storedSeq }) => ({
    id: uuid(),
    type,
    row_id: rowId,
    reason,
    title,
    data: data === null ? null : JSON.stringify(data),
    updated_at: updatedAt,
    is_device: by === 'device' ? 1 : 0,
    stored_seq: storedSeq === pendingSeq ? null : storedSeq,
    settled_at: by === 'stored' && reason === 'edit' && storedSeq <= doubtTo ? now : null,
  }))
  return jsonChunks(rows).map(
    (json) => sql(db)`
      INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, data, lost_by, kept_by, updated_at, created_at,
        settled_at)
      SELECT ${userId}, value ->> 'id', value ->> 'type', value ->> 'row_id', value ->> 'reason', value ->> 'title',
        value ->> 'data', iif(value ->> 'is_device', ${deviceId}, ${writerOf(userId)}),
        iif(value ->> 'is_device', ${writerOf(userId)}, ${deviceId}), value ->> 'updated_at', ${now},
        value ->> 'settled_at'
      FROM json_each(${json})`,
  )
}
