import { backups } from './queries'
import type { Place } from './steps'

/** Deletes all objects of a person: backups, also those from before a restore, and what one that was being made left. */
export const dropBackupObjects = async ({ DB, BACKUPS }: Place, userId: string) => {
  const keys = (await backups(DB, userId)).map(({ key }) => key)
  if (keys.length > 0) await BACKUPS.delete(keys)
  let cursor: string | undefined
  do {
    const page = await BACKUPS.list({ prefix: `${userId}/`, cursor })
    if (page.objects.length > 0) await BACKUPS.delete(page.objects.map(({ key }) => key))
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor !== undefined)
}
