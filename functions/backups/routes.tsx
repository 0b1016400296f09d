import { type Context, Hono } from 'hono'
import { BackupList, BackupsPage } from '../../views/backups/page'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { redirectTo } from '../lib/respond'
import { beginBackup } from './begin'
import { checkBackup } from './check'
import { download } from './download'
import { keptStateOf } from './kept'
import { listedBackups } from './listed'
import { idPath, loadBackup } from './load'
import { exportId } from './schedule'

const path = '/settings/backups'

const pageData = async (c: Context<App>) => {
  const { rows, work, now } = await listedBackups(c)
  return { backups: rows, isMaking: work !== null, user: c.var.user, now }
}

/** `/settings/backups` */
export const backupSettings = new Hono<App>()
  .get('/', async (c) => {
    const data = await pageData(c)
    if (wantsFragment(c)) return c.render(<BackupList {...data} />)
    const kept = await keptStateOf(c.env.DB, c.var.user.id, data.now)
    return c.render(<BackupsPage {...data} kept={kept} />, { title: 'Backups', heading: true })
  })

  .post('/', async (c) => {
    await beginBackup(c, exportId(Date.now()))
    return redirectTo(c, path)
  })

  .get(idPath, loadBackup, (c) => download(c, c.var.backup))

  .post(`${idPath}/check`, loadBackup, async (c) => {
    const reason = await checkBackup(c.env, c.var.user.id, c.var.backup)
    return redirectTo(c, path, { message: reason ?? 'Checked: the backup is complete and can be restored' })
  })
