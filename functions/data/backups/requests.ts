import type { Context } from 'hono'
import { type App, rowLoader } from '../../lib/env'
import { fileDownload } from '../../lib/files/download'
import { ProblemError } from '../../lib/http/problem'
import { afterResponse, waitUntil } from '../../lib/http/wait-until'
import { logEvent } from '../../lib/log'
import { continueBackup, makeBackup, startBackup } from './make'
import { backup, backups, findWork } from './queries'
import { type BackupRow, isRestorable } from './schema'

/**
 * The person's backups and the unfinished one. Continues it after the response, unless another request has claimed it.
 */
export const readBackupList = async (c: Context<App>) => {
  const { user } = c.var
  const [rows, work] = await Promise.all([backups(c.env.DB, user.id), findWork(c.env.DB, user.id)])
  const now = Date.now()
  if (work && work.claimed_until <= now) waitUntil(c, makeBackup(c.env, user, work))
  return { rows, work, now }
}

/**
 * Starts a backup, together with `writes`; makes it after the response. @throws ProblemError 409 while another is being
 * made
 */
export const beginBackup = async <E extends App>(c: Context<E>, id: string, writes: D1PreparedStatement[] = []) => {
  const { user } = c.var
  const started = await startBackup(c.env, user.id, { id, kind: 'manual' }, writes)
  if (!started) throw new ProblemError(oneIsMade)
  afterResponse(c, () => continueBackup(c.env, user, started))
}

const oneIsMade = {
  status: 409,
  code: 'busy',
  title: 'A backup is being made',
  detail: 'This takes a few seconds. Try again when it’s done.',
  again: '/settings/backups',
} as const

/** Path pattern of a backup's id. */
export const idPath = '/:kind/:name'

/** Loads the backup named in the path. 404 for a failed backup, which has no file. */
export const loadBackup = rowLoader(
  'backup',
  async (db, userId, name, c) => {
    const row = await backup(db, userId, `${c.req.param('kind')}/${name}`)
    return row && row.bytes > 0 ? row : null
  },
  'name',
)

/** Finds a backup that can be restored. */
export const restorableBackup = async (db: D1Database, userId: string, id: string) => {
  const row = await backup(db, userId, id)
  return row && isRestorable(row) ? row : null
}

/** `daymark-2026-11-20.tar.gz` */
const fileName = ({ id }: Pick<BackupRow, 'id'>) => `daymark-${id.split('/')[1]}.tar.gz`

/** Responds with the archive of a backup, uncached. 404 if its object is gone. */
export const downloadBackup = async <E extends App>(c: Context<E>, row: BackupRow) => {
  const object = await c.env.BACKUPS.get(row.key)
  if (!object) return c.notFound()
  logEvent(c, 'download')
  c.header('Content-Length', String(object.size))
  return fileDownload(c, { name: fileName(row), type: 'application/gzip' }, object.body)
}
