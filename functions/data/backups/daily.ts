import type { User } from '../../lib/env'
import { makeBackup, storeFailedBackup } from './make'
import * as q from './queries'
import { type BackupRow, dailyId, expiredBackups, isRestorable, retryAfter, weeklyId } from './schema'
import { archiveKey, type BackupStorage, verifyCopy } from './steps'

/** Stores a copy of the first daily backup of an ISO week as the weekly backup. */
const makeWeekly = async (place: BackupStorage, userId: string, date: string, daily: BackupRow) => {
  const { DB, BACKUPS } = place
  const id = weeklyId(date)
  const there = await q.backup(DB, userId, id)
  if (there && isRestorable(there)) return
  const weekly = { ...daily, id, key: archiveKey(userId, id), kind: 'weekly' as const }
  try {
    const object = await BACKUPS.get(daily.key)
    if (!object) throw new Error('The daily backup is gone')
    await BACKUPS.put(weekly.key, object.body)
    await verifyCopy(BACKUPS, weekly)
    await q.addBackup(DB, userId, { ...weekly, verified_at: Date.now() }).run()
  } catch (error) {
    await storeFailedBackup(place, { userId, id, kind: 'weekly' }, error).run()
    throw error
  }
}

/** Deletes expired backups: first the objects, then the rows, so that no object is left behind. */
const dropExpired = async ({ DB, BACKUPS }: BackupStorage, userId: string, now: number) => {
  const old = expiredBackups(await q.backups(DB, userId), now)
  if (old.length === 0) return
  await BACKUPS.delete(old.map(({ key }) => key))
  await q
    .dropBackups(
      DB,
      userId,
      old.map(({ id }) => id),
    )
    .run()
}

/**
 * Makes the backup of the day, and of the week if it is missing, and deletes old ones. A failure is stored and retried
 * after an hour.
 */
export const runDaily = async (place: BackupStorage, user: User, date: string) => {
  const { DB } = place
  try {
    const daily = await makeBackup(place, user, { id: dailyId(date), kind: 'daily' })
    if (daily === null) return
    await makeWeekly(place, user.id, date, daily)
  } catch (error) {
    await q.noteFailure(DB, user.id, Date.now() + retryAfter).run()
    throw error
  }
  await q.noteDaily(DB, user.id, date).run()
  try {
    await dropExpired(place, user.id, Date.now())
  } catch (error) {
    await q.retryLater(DB, user.id, Date.now() + retryAfter).run()
    throw error
  }
}
