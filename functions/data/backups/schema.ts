import { z } from 'zod'
import { jsonColumn } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import type { Preferences } from '../../lib/preferences'
import { clockTime, dayMonth } from '../../lib/text/format'
import { dayOf, isoWeekOf } from '../../lib/time/days'
import { dayMs, hourMs } from '../../lib/time/units'

export const backupKind = z.enum(['daily', 'weekly', 'manual', 'restore'])
export type BackupKind = z.infer<typeof backupKind>

export const BackupRow = z.object({
  /** `daily/2026-11-20`, `weekly/2026-W47` or `exports/20261120-140312-4f1a` */
  id: z.string(),
  /** Key of the backup's object in R2. */
  key: z.string(),
  kind: backupKind,
  /** epoch ms */
  created_at: z.int(),
  /** 0 for a failed backup, which has no object in R2. */
  bytes: z.int(),
  rows: z.int(),
  counts: jsonColumn(z.record(z.string(), z.int())),
  digest: z.string(),
  /** When the backup was last read back and found right (epoch ms). */
  verified_at: z.int().nullable(),
  /** Why the backup failed, or the damage found when it was read back. */
  error: z.string().nullable(),
})
export type BackupRow = z.output<typeof BackupRow>

/** Name for messages: `backup of 25 November 2026`. With its time if a person or a restore made it. */
export const backupName = (
  { kind, created_at }: Pick<BackupRow, 'kind' | 'created_at'>,
  reader: Pick<Preferences, 'time_zone' | 'day_start_minute' | 'clock'>,
) => {
  const day = dayMonth(dayOf(created_at, reader), '')
  if (kind === 'daily') return `backup of ${day}`
  if (kind === 'weekly') return `weekly backup of ${day}`
  return `backup of ${day}, ${clockTime(created_at, reader.time_zone, reader.clock)}`
}

/** True for a backup that can be downloaded and restored. */
export const isRestorable = ({ bytes, error }: Pick<BackupRow, 'bytes' | 'error'>) => bytes > 0 && error === null

/** Number of backups of each kind to keep, the latest ones. */
const kept: Record<BackupKind, number> = { daily: 7, weekly: 4, manual: 10, restore: 3 }

/** Retention of backups that a person made or that precede a restore. */
const exportsKept = 7 * dayMs

/** Delay after a failure. */
export const retryAfter = hourMs

export const dailyId = (date: string) => `daily/${date}`
export const weeklyId = (date: string) => `weekly/${isoWeekOf(date)}`

/** Unique id of a backup on request, with the time in UTC: `exports/20261120-140312-4f1a`. @param now epoch ms */
export const exportId = (now: number) => {
  const [date = '', time = ''] = new Date(now).toISOString().split('T')
  return `exports/${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${crypto.randomUUID().slice(0, 4)}`
}

/**
 * The local date whose backup is due; null if no backup is due. The first backup is due on the day of the first write.
 */
export const dueBackup = (user: User, hasWritten: boolean, now: number): string | null => {
  const { backup_day, backup_retry_at, created_at, preferences } = user
  const today = dayOf(now, preferences)
  if (backup_retry_at != null && now < backup_retry_at) return null
  if (backup_day == null && hasWritten) return today
  const last = backup_day ?? dayOf(created_at, preferences)
  return today > last || backup_retry_at != null ? today : null
}

/** Backups to delete. A failed backup stays listed as long as a backup on request is kept. @param now epoch ms */
export const expiredBackups = <Row extends Pick<BackupRow, 'id' | 'kind' | 'created_at' | 'bytes'>>(
  backups: Row[],
  now: number,
): Row[] => {
  const latest = backups.toSorted((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
  const seen: Record<BackupKind, number> = { daily: 0, weekly: 0, manual: 0, restore: 0 }
  return latest.filter(({ kind, created_at, bytes }) => {
    const isOld = now - created_at >= exportsKept
    if (bytes === 0) return isOld
    seen[kind] += 1
    return seen[kind] > kept[kind] || (isOld && kind !== 'daily' && kind !== 'weekly')
  })
}

export const backupsPath = '/settings/backups'

export const restorePath = `${backupsPath}/restore`

/** The state before the last restore, or before its Undo. `until` is how long it is kept (epoch ms). */
export type KeptState = { id: string; until: number }
