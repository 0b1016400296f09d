import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ImportList } from '../../../views/sessions/import/list'
import { UndoPage } from '../../../views/sessions/import/undo'
import { ToastPart } from '../../../views/ui/toast'
import { csvDownload } from '../../lib/csv/download'
import type { App } from '../../lib/env'
import { form } from '../../lib/form'
import { plural } from '../../lib/format'
import { respondStarted } from '../../lib/jobs/respond'
import { loads, withWrite } from '../../lib/load'
import { flash, wantsFragment } from '../../lib/page'
import { streamed } from '../../lib/streamed'
import { rejectedLines } from '../csv/write'
import { confirmImport } from './confirm'
import { decode } from './decode'
import { importList, respondInvalidFile, respondPreview, startPage, startTitle } from './pages'
import { previewImport } from './preview'
import { findImport, importUndoPath, sumText } from './queries'
import { ConfirmForm, ReadingChoice, UploadForm } from './schema'
import { undoImport, withUndo } from './undo'
import { dropUpload, findUpload, keepUpload, type Upload } from './uploads'

/** Loads the upload named in the path, unless it was confirmed or replaced. */
const loadUpload = loads('upload', (c, id) => findUpload(c.env.BACKUPS, c.var.user.id, id))

/** Loads the import named in the path, unless it was undone. */
const loadImport = loads('importRow', (c, id) => findImport(c.env.DB, c.var.user.id, id))

/** The upload was readable when it was stored, so this is a server error. */
const unreadableUpload = () => new Error('a kept upload cannot be read')

const previewUpload = async <E extends App>(
  c: Context<E>,
  upload: Upload,
  choice: ReadingChoice,
  options?: { allRejected: boolean },
) => {
  const previewed = await previewImport(c.env.DB, c.var.user, upload, choice, options)
  if ('problem' in previewed) throw unreadableUpload()
  return previewed
}

const defaultChoice: ReadingChoice = { member: '' }

const nothingNew = (duplicates: number) =>
  duplicates > 0
    ? `Nothing new: ${plural(duplicates, 'session')} in the file ${duplicates === 1 ? 'is' : 'are'} already imported`
    : 'Nothing was imported: the file has no valid rows'

export const imports = new Hono<App>()
  .get('/', async (c) => c.render(await startPage(c), { title: startTitle, heading: true }))

  .post('/', form(UploadForm, startTitle, startPage), async (c) => {
    const { file, time_zone: zone } = c.req.valid('form')
    const time_zone = zone || c.var.user.preferences.time_zone
    const decoded = decode(await file.arrayBuffer())
    if ('problem' in decoded) return respondInvalidFile(c, time_zone, decoded.problem)
    const upload = { id: uuid(), file_name: file.name, time_zone, text: decoded.text }
    const previewed = await previewImport(c.env.DB, c.var.user, upload, defaultChoice)
    if ('problem' in previewed) return respondInvalidFile(c, time_zone, previewed.problem)
    await keepUpload(c.env.BACKUPS, c.var.user.id, upload)
    return respondPreview(c, previewed)
  })

  .get('/:id', loadUpload, async (c) => {
    const { data: choice, error } = ReadingChoice.safeParse(c.req.query())
    const errors = error && z.flattenError(error).fieldErrors
    return respondPreview(c, await previewUpload(c, c.var.upload, choice ?? defaultChoice), errors)
  })

  .get('/:id/rejected.csv', loadUpload, async (c) => {
    const { data: choice } = ReadingChoice.safeParse(c.req.query())
    const { header, rejected } = await previewUpload(c, c.var.upload, choice ?? defaultChoice, { allRejected: true })
    return csvDownload(c, 'rejected-rows.csv', streamed(rejectedLines({ header, rejected })))
  })

  .post('/:id/confirm', loadUpload, async (c) => {
    const { user, upload } = c.var
    const { data: confirmed, error } = ConfirmForm.safeParse(await c.req.parseBody())
    if (error)
      return respondPreview(c, await previewUpload(c, upload, defaultChoice), z.flattenError(error).fieldErrors)
    const outcome = await confirmImport(c.env.DB, user, upload, confirmed)
    if ('problem' in outcome) throw unreadableUpload()
    if ('refused' in outcome) return respondPreview(c, outcome.refused, outcome.errors)
    await dropUpload(c.env.BACKUPS, user.id, upload.id)
    if ('started' in outcome) return respondStarted(c, outcome.started.id)
    const { sessions, total_seconds, duplicates } = outcome.imported.plan
    if (sessions.length === 0) flash(c, { message: nothingNew(duplicates) })
    else {
      const message = `Imported ${sumText(sessions.length, total_seconds)}`
      flash(c, { message, undo: importUndoPath(upload.id) })
    }
    return c.redirect('/sessions/import', 303)
  })

  .post('/:id/discard', loadUpload, async (c) => {
    await dropUpload(c.env.BACKUPS, c.var.user.id, c.var.upload.id)
    return c.redirect('/sessions/import', 303)
  })

  .get('/:id/undo', loadImport, (c) =>
    c.render(<UndoPage row={c.var.importRow} />, { title: 'Undo this import?', heading: true }),
  )

  .post('/:id/undo', withUndo, loadImport, async (c) => {
    const { user, importRow } = c.var
    const list = wantsFragment(c) ? withWrite(c, () => importList(c)) : undefined
    const undone = await undoImport(c.env.DB, user.id, importRow)
    if ('gone' in undone) return c.notFound()
    if ('started' in undone) return respondStarted(c, undone.started.id)
    const message = `Import undone, ${sumText(importRow.imported, importRow.total_seconds)} removed`
    if (list) {
      return c.render(
        <>
          <ToastPart message={message} />
          <hx-partial hx-target="#imports" hx-swap="outerHTML">
            <ImportList {...(await list())} />
          </hx-partial>
        </>,
      )
    }
    flash(c, { message })
    return c.redirect('/sessions/import', 303)
  })
