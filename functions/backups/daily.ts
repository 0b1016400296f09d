import type { MiddlewareHandler } from 'hono'
import type { App, User } from '../lib/env'
import { waitUntil } from '../lib/wait-until'
import { makeBackup, type Place } from './make'
import * as q from './queries'
import { dailyId, dueBackup, expired, retryAfter, weeklyId } from './schedule'
import type { BackupRow } from './schema'
import { readBack } from './verify'

/** The first backup of an ISO week is kept as that week's, too. */
const makeWeekly = async ({ DB, BACKUPS }: Place, userId: string, date: string, daily: Omit<BackupRow, 'error'>) => {
  const id = weeklyId(date)
  if (await q.backup(DB, userId, id)) return
  const object = await BACKUPS.get(daily.key)
  if (!object) throw new Error('The daily backup is gone')
  const key = `${userId}/${id}.tar.gz`
  await BACKUPS.put(key, object.body)
  await readBack(BACKUPS, { ...daily, key })
  await q.addBackup(DB, userId, { ...daily, id, key, kind: 'weekly', verified_at: Date.now() }).run()
}

/** Removes the backups that are kept no longer: objects first, so that none is forgotten. */
export const dropExpired = async ({ DB, BACKUPS }: Place, userId: string, now: number) => {
  const old = expired(await q.backups(DB, userId), now)
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
 * Makes the backup of a person's day, the week's, too, where there is none, and removes the old ones. A failure is noted
 * and tried again in an hour.
 */
export const runDaily = async (place: Place, user: User, date: string) => {
  const { DB } = place
  try {
    const outcome = await makeBackup(place, user, { id: dailyId(date), kind: 'daily' })
    if (typeof outcome === 'string') return
    await makeWeekly(place, user.id, date, outcome.made)
    await q.noteDaily(DB, user.id, date).run()
    await dropExpired(place, user.id, Date.now())
  } catch (error) {
    await q.noteFailure(DB, user.id, Date.now() + retryAfter).run()
    throw error
  }
}

/** Makes the backup of the day after the response to the person's first request of it. */
export const dailyBackup: MiddlewareHandler<App> = async (c, next) => {
  await next()
  const date = dueBackup(c.var.user, Date.now())
  if (date !== null) waitUntil(c, runDaily(c.env, c.var.user, date))
}
