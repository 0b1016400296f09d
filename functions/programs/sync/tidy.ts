import { sql } from '../../lib/db/sql'
import type { Stores } from '../../lib/feature'
import { tombstoneMs } from './devices/device'
import { endedDeviceCondition } from './devices/queries'

/** Maximum number of rows that a daily cleanup deletes from a large table. */
const rowsADay = 2000

/** Deletes expired conflicts, tombstones and revoked devices. @param now epoch ms */
export const tidySync = ({ DB: db }: Stores, userId: string, now: number) => {
  const since = now - tombstoneMs
  return db.batch([
    sql(db)`
      DELETE FROM sync_conflicts WHERE user_id = ${userId} AND settled_at IS NULL AND created_at <= ${since}`,
    sql(db)`
      DELETE FROM sync_conflicts WHERE user_id = ${userId} AND settled_at IS NOT NULL AND created_at <= ${since}`,
    // The oldest tombstones first.
    sql(db)`
      DELETE FROM sync_tombstones
      WHERE user_id = ${userId} AND deleted_at <= ${since} AND (type, id) IN (
        SELECT type, id FROM sync_tombstones
        WHERE user_id = ${userId} ORDER BY seq LIMIT ${rowsADay})`,
    sql(db)`
      DELETE FROM sync_writes
      WHERE user_id = ${userId} AND (device_id, type, id) IN (
        SELECT device_id, type, id FROM sync_writes
        WHERE user_id = ${userId} AND device_id IN (
          SELECT id FROM sync_devices WHERE user_id = ${userId} AND revoked_at <= ${since})
        LIMIT ${rowsADay})`,
    sql(db)`
      DELETE FROM sync_devices
      WHERE user_id = ${userId} AND revoked_at <= ${since} AND ${endedDeviceCondition(userId)}
        AND NOT EXISTS (
          SELECT 1 FROM sync_writes WHERE sync_writes.user_id = ${userId} AND device_id = sync_devices.id)`,
  ])
}
