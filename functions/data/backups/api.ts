import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { Instant, iso, jsonOf } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { backup, backups } from './queries'
import { beginBackup, downloadBackup, idPath, loadBackup, readBackupList } from './requests'
import { type BackupRow, backupKind, exportId, isRestorable } from './schema'

const BackupJson = z
  .object({
    id: z.string().meta({ example: 'daily/2026-11-20' }),
    kind: backupKind.meta({ description: '`manual` ones and those before a `restore` are kept for 7 days.' }),
    state: z.enum(['being_made', 'ready', 'failed', 'damaged']),
    created_at: Instant,
    bytes: z.int(),
    rows: z.int(),
    counts: z.record(z.string(), z.int()).meta({ description: 'Rows by table of the export.' }),
    verified_at: Instant.nullable().meta({ description: 'When it was last read back and every row checked.' }),
    error: z.string().nullable(),
  })
  .meta({ id: 'Backup' })

const stateOf = ({ bytes, error }: BackupRow) => {
  if (error === null) return 'ready'
  return bytes === 0 ? 'failed' : 'damaged'
}

const backupJson = (row: BackupRow) => jsonOf(BackupJson, { ...row, state: stateOf(row) })

/** JSON of an unfinished backup. @param now epoch ms */
const madeJson = (id: string, kind: BackupRow['kind'], now: number) => ({
  id,
  kind,
  state: 'being_made' as const,
  created_at: iso(now),
  bytes: 0,
  rows: 0,
  counts: {},
  verified_at: null,
  error: null,
})

const tag = 'Backups'

const show = async (c: Context<App>, id: string) => {
  const row = await backup(c.env.DB, c.var.user.id, id)
  return row ? c.json(backupJson(row), 201) : c.notFound()
}

/** `/api/v1/backups` */
export const backupsApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List backups',
      description:
        'The latest first. A backup is made after the first request of each of your days. 7 daily and 4 weekly ones are kept.',
      tag,
      answers: { schema: z.object({ items: z.array(BackupJson) }) },
    }),
    async (c) => {
      const { rows, work, now } = await readBackupList(c)
      const others = rows.filter(({ id }) => id !== work?.id).map(backupJson)
      return c.json({ items: work ? [madeJson(work.id, work.kind, now), ...others] : others })
    },
  )

  .post(
    '/',
    describeOperation({
      summary: 'Make a backup',
      description: 'It is made after the response. Read the list of backups until its `state` is `ready`.',
      tag,
      stale: true,
      once: true,
      answers: { status: 201, schema: BackupJson },
      errors: { 409: 'Another backup is being made.' },
    }),
    once({ show }),
    async (c) => {
      const now = Date.now()
      const id = exportId(now)
      const made = madeJson(id, 'manual', now)
      await beginBackup(c, id, c.var.claim(id, made))
      return c.json(made, 201, { Location: `${c.req.path}/${id}` })
    },
  )

  .get(
    idPath,
    describeOperation({
      summary: 'Download a backup',
      description:
        'A gzip’d tar: `manifest.json`, `data.json` (as the export), `plans/*.md`, `cards/*.cards.md` and `sessions.csv`. `GET /backup/latest` has the latest one.',
      tag,
      item: true,
      answers: { schema: z.string(), media: 'application/gzip', description: 'The archive.' },
    }),
    loadBackup,
    (c) => downloadBackup(c, c.var.backup),
  )

/** `/backup`, the path that learning trackers use: `latest` or an id. */
export const backupDownloads = new Hono<App>()
  .get('/latest', async (c) => {
    const latest = (await backups(c.env.DB, c.var.user.id)).find(isRestorable)
    return latest ? downloadBackup(c, latest) : c.notFound()
  })
  .get(idPath, loadBackup, (c) => downloadBackup(c, c.var.backup))
