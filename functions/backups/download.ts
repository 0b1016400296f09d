import type { Context } from 'hono'
import type { App } from '../lib/env'
import type { BackupRow } from './schema'

/** `daymark-2026-11-20.tar.gz` */
const fileName = ({ id }: Pick<BackupRow, 'id'>) => `daymark-${id.split('/')[1]}.tar.gz`

/** Answers with the archive of a backup, which no cache keeps; 404 where its object is gone. */
export const download = async <E extends App>(c: Context<E>, row: BackupRow) => {
  const object = await c.env.BACKUPS.get(row.key)
  if (!object) return c.notFound()
  return c.body(object.body, 200, {
    'Content-Type': 'application/gzip',
    'Content-Disposition': `attachment; filename="${fileName(row)}"`,
    'Content-Length': String(object.size),
    'Cache-Control': 'no-store',
  })
}
