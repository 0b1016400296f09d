import { type Context, Hono } from 'hono'
import { BackupList, BackupsPage } from '../../../views/data/backups/page'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { redirectTo, wantsFragment } from '../../lib/http/respond'
import { DocumentError } from '../export/read/checks'
import { findUndoState, saveVerification } from './queries'
import { beginBackup, downloadBackup, idPath, loadBackup, readBackupList } from './requests'
import { type BackupRow, dueBackup, exportId } from './schema'
import { type BackupStorage, verifyArchive } from './steps'

const unreachable = {
  status: 503,
  code: 'storage',
  title: 'The backup couldn’t be read',
  detail: 'The storage didn’t answer. The backup itself may be fine. Try again in a minute.',
  again: '/settings/backups',
} as const

/**
 * Reads a backup back and stores the result. Returns the reason if it is damaged.
 * @throws ProblemError 503 if the bucket does not respond
 */
const checkBackup = async ({ DB, BACKUPS }: BackupStorage, userId: string, row: BackupRow): Promise<string | null> => {
  const reason = await verifyArchive(BACKUPS, row).then(
    () => null,
    (error: unknown) => {
      if (error instanceof DocumentError) return error.reason
      throw new ProblemError(unreachable)
    },
  )
  await saveVerification(DB, userId, row.id, reason, Date.now()).run()
  return reason
}

const path = '/settings/backups'

const pageData = async (c: Context<App>) => {
  const { rows, work, now } = await readBackupList(c)
  const hasWritten = c.var.head.seq > 0
  // The first backup of an account starts after this response.
  const isMaking = work !== null || (rows.length === 0 && dueBackup(c.var.user, hasWritten, now) !== null)
  return { backups: rows, isMaking, hasWritten, user: c.var.user, now }
}

/** `/settings/backups` */
export const backupSettings = new Hono<App>()
  .get('/', async (c) => {
    const data = await pageData(c)
    if (wantsFragment(c)) return c.render(<BackupList {...data} />)
    const kept = await findUndoState(c.env.DB, c.var.user.id, data.now)
    return c.render(<BackupsPage {...data} kept={kept} />, { title: 'Backups', heading: true })
  })

  .post('/', async (c) => {
    await beginBackup(c, exportId(Date.now()))
    return redirectTo(c, path)
  })

  .get(idPath, loadBackup, (c) => downloadBackup(c, c.var.backup))

  .post(`${idPath}/check`, loadBackup, async (c) => {
    const reason = await checkBackup(c.env, c.var.user.id, c.var.backup)
    return redirectTo(c, path, { message: reason ?? 'Checked: the backup is complete and can be restored' })
  })
