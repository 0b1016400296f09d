import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { PreviewPage } from '../../views/restore/preview'
import { StartPage } from '../../views/restore/start'
import { backupsPath, keptStateOf, restorePath as path, undoPath } from '../backups/kept'
import { wholeBackup } from '../backups/requests'
import { type App, loads } from '../lib/env'
import { chosenFile, submitted } from '../lib/form'
import { refuseWhileBusy } from '../lib/jobs/queries'
import { respondStarted } from '../lib/jobs/run'
import { redirectTo } from '../lib/respond'
import { beginRestore } from './begin'
import { dropFiles } from './files'
import {
  backUpFirst,
  backupSource,
  fileBytes,
  findPreview,
  previewRestore,
  refusalOf,
  type Source,
  uploadedSource,
} from './preview'
import { modes } from './steps'
import { undoRestore } from './swap'

const title = 'Restore'
const previewTitle = 'Review restore'

const startPage = async (c: Context<App>, backupKey: string | undefined, errors: { file?: string[] } = {}) => {
  const { DB } = c.env
  const { user } = c.var
  const [kept, backup] = await Promise.all([
    keptStateOf(DB, user.id, Date.now()),
    backupKey === undefined ? null : wholeBackup(DB, user.id, backupKey),
  ])
  if (errors.file) c.status(422)
  return c.render(
    <StartPage kept={kept} backup={backup} errors={errors} reader={user.preferences} now={Date.now()} />,
    {
      title,
      heading: true,
    },
  )
}

const sourceOf = async (c: Context<App>): Promise<{ source: Source } | { error: string; backup?: string }> => {
  const { file: field, backup } = await submitted(c)
  if (typeof backup === 'string' && backup !== '') {
    const source = await backupSource(c.env, c.var.user.id, backup)
    return source ? { source } : { error: 'That backup is no longer there' }
  }
  const file = chosenFile(field)
  if (!file) return { error: 'Choose a backup or an export file' }
  if (file.size > fileBytes) return { error: 'The file is over 25 MB. Restore one of your backups instead.' }
  return { source: await uploadedSource(file) }
}

const loadPreview = loads('preview', (c, id) => findPreview(c.env.BACKUPS, c.var.user.id, id))

const ConfirmForm = z.object({ mode: z.enum(modes, 'Choose how to restore') })

/** `/settings/backups/restore` */
export const restoreRoutes = new Hono<App>()
  .get('/', (c) => startPage(c, c.req.query('backup')))

  .post('/', async (c) => {
    await refuseWhileBusy(c.env.DB, c.var.user.id)
    const found = await sourceOf(c)
    if ('error' in found) return startPage(c, undefined, { file: [found.error] })
    try {
      const { id } = await previewRestore(c.env, c.var.user.id, found.source, Date.now())
      return redirectTo(c, `${path}/${id}`)
    } catch (error) {
      const reason = refusalOf(error)
      if (reason === null) throw error
      return startPage(c, undefined, { file: [reason] })
    }
  })

  .post('/undo', async (c) => {
    await undoRestore(c.env, c.var.user.id, c.req.query('state') ?? '')
    const message = 'Your data is as it was before'
    return redirectTo(c, backupsPath, { message, undo: undoPath(c.var.user.id) })
  })

  .get('/:id', loadPreview, (c) =>
    c.render(<PreviewPage preview={c.var.preview} />, { title: previewTitle, heading: true }),
  )

  .post('/:id/confirm', loadPreview, async (c) => {
    const { preview, user } = c.var
    const { data: form, error } = ConfirmForm.safeParse(await submitted(c))
    if (error) {
      c.status(422)
      const errors = z.flattenError(error).fieldErrors
      return c.render(<PreviewPage preview={preview} errors={errors} />, { title: previewTitle, heading: true })
    }
    await refuseWhileBusy(c.env.DB, user.id)
    await backUpFirst(c.env, user, Date.now())
    const { job } = await beginRestore(c.env, user.id, preview, form.mode)
    return respondStarted(c, job.id)
  })

  .post('/:id/discard', loadPreview, async (c) => {
    await dropFiles(c.env.BACKUPS, c.var.user.id)
    return redirectTo(c, path)
  })
