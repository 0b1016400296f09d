import { deleteObjects } from '../archive/put'
import type { BackupRow } from './schema'

/**
 * Deletes all objects of a person: backups, and what was left of one that was being made.
 * @param listed their backups, some of which may be from before a restore
 */
export const dropBackupObjects = async (BACKUPS: R2Bucket, userId: string, listed: Pick<BackupRow, 'key'>[]) => {
  if (listed.length > 0) await BACKUPS.delete(listed.map(({ key }) => key))
  await deleteObjects(BACKUPS, `${userId}/`)
}
