import { DocumentError } from '../export/read/error'
import { ProblemError } from '../lib/problem'
import { noteVerified } from './queries'
import type { BackupRow } from './schema'
import type { Place } from './steps'
import { readBack } from './verify'

const unreachable = {
  status: 503,
  code: 'storage',
  title: 'The backup couldn’t be read',
  detail: 'The storage didn’t answer. Nothing is known to be wrong with the backup. Try again in a minute.',
  again: '/settings/backups',
} as const

/**
 * Reads a backup back, and notes whether it is right; returns the reason where it is not.
 * @throws ProblemError 503 when the bucket does not answer
 */
export const checkBackup = async ({ DB, BACKUPS }: Place, userId: string, row: BackupRow): Promise<string | null> => {
  const reason = await readBack(BACKUPS, row).then(
    () => null,
    (error: unknown) => {
      if (error instanceof DocumentError) return error.reason
      throw new ProblemError(unreachable)
    },
  )
  await noteVerified(DB, userId, row.id, reason, Date.now()).run()
  return reason
}
