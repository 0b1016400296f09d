import type { Context } from 'hono'
import { fileDownload } from '../lib/download'
import type { App } from '../lib/env'
import type { BackupRow } from './schema'

/** `daymark-2026-11-20.tar.gz` */
const fileName = ({ id }: Pick<BackupRow, 'id'>) => `daymark-${id.split('/')[1]}.tar.gz`

/** Answers with the archive of a backup, which no cache keeps; 404 where its object is gone. */
export const download = async <E extends App>(c: Context<E>, row: BackupRow) => {
  const object = await c.env.BACKUPS.get(row.key)
  if (!object) return c.notFound()
  c.header('Content-Length', String(object.size))
  return fileDownload(c, { name: fileName(row), type: 'application/gzip' }, object.body)
}
