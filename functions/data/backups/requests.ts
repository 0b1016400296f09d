import type { Context } from 'hono'
import { type App, loads } from '../../lib/env'
import { fileDownload } from '../../lib/files/download'
import { ProblemError } from '../../lib/http/problem'
import { afterResponse, waitUntil } from '../../lib/http/wait-until'
import { note } from '../../lib/log'
import { continueBackup, makeBackup, startBackup } from './make'
import { backup, backups, workOf } from './queries'
import { type BackupRow, isWhole } from './schema'

/** The person's backups and the unfinished one, which this request continues unless another request has its claim. */
export const listedBackups = async (c: Context<App>) => {
  const { user } = c.var
  const [rows, work] = await Promise.all([backups(c.env.DB, user.id), workOf(c.env.DB, user.id)])
  const now = Date.now()
  if (work && work.claimed_until <= now) waitUntil(c, makeBackup(c.env, user, work))
  return { rows, work, now }
}

/** Begins a backup that is made after the response, with `writes`. @throws ProblemError 409 while another is being made */
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

/** Parts of a path that make the id of a backup. */
export const idPath = '/:kind/:name'

/** Loads the backup that a path names; 404 for one that failed and has nothing to download. */
export const loadBackup = loads(
  'backup',
  async (db, userId, name, c) => {
    const row = await backup(db, userId, `${c.req.param('kind')}/${name}`)
    return row && row.bytes > 0 ? row : null
  },
  'name',
)

/** Finds a backup that can be restored. */
export const wholeBackup = async (db: D1Database, userId: string, id: string) => {
  const row = await backup(db, userId, id)
  return row && isWhole(row) ? row : null
}

/** `daymark-2026-11-20.tar.gz` */
const fileName = ({ id }: Pick<BackupRow, 'id'>) => `daymark-${id.split('/')[1]}.tar.gz`

/** Answers with the archive of a backup, which no cache keeps; 404 where its object is gone. */
export const download = async <E extends App>(c: Context<E>, row: BackupRow) => {
  const object = await c.env.BACKUPS.get(row.key)
  if (!object) return c.notFound()
  note(c, 'download')
  c.header('Content-Length', String(object.size))
  return fileDownload(c, { name: fileName(row), type: 'application/gzip' }, object.body)
}
