import type { Context } from 'hono'
import { z } from 'zod'
import { RestorePreviewPage } from '../../../views/data/restore/preview'
import { RestoreStartPage } from '../../../views/data/restore/start'
import { type Import, importPages } from '../../imports/pages'
import type { SubmittedUpload } from '../../imports/read'
import type { App, Bindings, User } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { redirectTo } from '../../lib/http/respond'
import { refuseWhileBusy } from '../../lib/jobs/queries'
import { logEvent } from '../../lib/log'
import { findUndoState } from '../backups/queries'
import { restorableBackup } from '../backups/requests'
import { backupsPath, restorePath as path } from '../backups/schema'
import { beginRestore } from './begin'
import { modesOf, nothingToRestore } from './changed-tables'
import { dropFiles } from './files'
import {
  backUpCurrent,
  backupSource,
  fileSource,
  findPreview,
  type Preview,
  previewRestore,
  type RestoreSource,
  refusalOf,
} from './preview'
import { modes } from './steps'
import { undoRestore } from './swap'

const sourceOf = async (
  env: Bindings,
  user: User,
  { files: [file], fields: { backup } }: SubmittedUpload,
): Promise<RestoreSource | string> => {
  if (backup) return (await backupSource(env, user, backup)) ?? 'That backup is no longer there'
  if (!file) return 'Choose a backup or an export file'
  return fileSource(file, file.name)
}

const ConfirmForm = z.object({ mode: z.enum(modes, 'Choose how to restore') })

const restores: Import<Preview> = {
  path,
  title: 'Restore',
  isPaged: true,
  // Reading a file already stores its rows. They are kept until the restore is done.
  uploads: { keep: async () => {}, find: findPreview, drop: (bucket, userId) => dropFiles(bucket, userId) },

  start: async (c, draft) => {
    const { user } = c.var
    const backupKey = draft ? undefined : c.req.query('backup')
    const [kept, backup] = await Promise.all([
      findUndoState(c.env.DB, user.id, Date.now()),
      backupKey === undefined ? null : restorableBackup(c.env.DB, user.id, backupKey),
    ])
    return <RestoreStartPage kept={kept} backup={backup} draft={draft} reader={user.preferences} now={Date.now()} />
  },

  read: async (c, sent, id) => {
    const { user } = c.var
    await refuseWhileBusy(c.env.DB, user.id)
    const source = await sourceOf(c.env, user, sent)
    if (typeof source === 'string') return { errors: { file: [source] } }
    try {
      return { kept: await previewRestore(c.env, user.id, source, Date.now(), id) }
    } catch (error) {
      const reason = refusalOf(error)
      if (reason === null) throw error
      return { errors: { file: [reason] } }
    }
  },

  preview: async (c, preview, { confirm }) => ({
    content: <RestorePreviewPage preview={preview} modes={modesOf(preview, c.var.user)} confirm={confirm} />,
    keep: null,
    page: previewPage,
  }),

  confirm: async (c, preview, _, { confirm }) => {
    const { user } = c.var
    const { data: form, error } = ConfirmForm.safeParse(submittedText(c))
    if (error) {
      const { mode } = z.flattenError(error).fieldErrors
      const content = (
        <RestorePreviewPage preview={preview} modes={modesOf(preview, user)} confirm={confirm} errors={mode} />
      )
      return { content, keep: null, status: 422, page: previewPage }
    }
    if (!modesOf(preview, user).includes(form.mode)) return { page: backupsPath, message: nothingToRestore }
    await refuseWhileBusy(c.env.DB, user.id)
    await backUpCurrent(c.env, user, Date.now())
    const { job } = await beginRestore(c.env, user.id, preview, form.mode)
    logEvent(c, 'restore')
    return { job: job.id }
  },
}

const previewPage = { title: 'Review restore', heading: true }

/** `/settings/backups/restore` */
export const restoreRoutes = importPages(restores)

/** Undoes a restore: brings the kept state back. */
export const undoSwap = async (c: Context<App>, state: string) => {
  await undoRestore(c.env, c.var.user.id, state)
  logEvent(c, 'restore')
  const message = 'Your data is as it was before'
  return redirectTo(c, backupsPath, { message, undo: undoPath('backup.restore', c.var.user.id) })
}
