import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ImportList } from '../../../views/sessions/import/list'
import { UndoPage } from '../../../views/sessions/import/undo'
import { ToastPart } from '../../../views/ui/toast'
import { csvDownload } from '../../lib/csv/download'
import type { App } from '../../lib/env'
import { form } from '../../lib/form'
import { duration, plural } from '../../lib/format'
import { loads } from '../../lib/load'
import { flash, wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { commit } from '../../lib/sql'
import { rejectedCsv } from '../csv/write'
import { busy, confirmImport } from './confirm'
import { decode } from './decode'
import { listed, refuse, show, startPage, startTitle } from './pages'
import { previewOf } from './preview'
import { findImport, removeImport } from './queries'
import { Choice, ConfirmForm, UploadForm } from './schema'
import { dropUpload, findUpload, keepUpload, type Upload } from './uploads'

/** Loads the upload named in the path, unless it was confirmed or replaced. */
const foundUpload = loads('upload', (c, id) => findUpload(c.env.BACKUPS, c.var.user.id, id))

/** Loads the import named in the path, unless it was undone. */
const foundImport = loads('done', (c, id) => findImport(c.env.DB, c.var.user.id, id))

/** It could be read when it was kept, so that it cannot be now is ours. */
const unreadable = () => new Error('a kept upload cannot be read')

/** The preview of what is kept. */
const preview = async <E extends App>(c: Context<E>, upload: Upload, choice: Choice) => {
  const found = await previewOf(c.env.DB, c.var.user, upload, choice)
  if ('problem' in found) throw unreadable()
  return found
}

const asUploaded: Choice = { member: '' }

const sum = (sessions: number, seconds: number) => `${plural(sessions, 'session')}, ${duration(seconds)}`

const nothingNew = (duplicates: number) =>
  duplicates > 0
    ? `Nothing new: ${plural(duplicates, 'session')} of the file ${duplicates === 1 ? 'is' : 'are'} there already`
    : 'Nothing was imported: the file has no row that can be'

export const imports = new Hono<App>()
  .get('/', async (c) => c.render(await startPage(c), { title: startTitle, heading: true }))

  .post('/', form(UploadForm, startTitle, startPage), async (c) => {
    const { file, time_zone: zone } = c.req.valid('form')
    const time_zone = zone || c.var.user.preferences.time_zone
    const decoded = decode(await file.arrayBuffer())
    if ('problem' in decoded) return refuse(c, time_zone, decoded.problem)
    const upload = { id: uuid(), file_name: file.name, time_zone, text: decoded.text }
    const found = await previewOf(c.env.DB, c.var.user, upload, asUploaded)
    if ('problem' in found) return refuse(c, time_zone, found.problem)
    await keepUpload(c.env.BACKUPS, c.var.user.id, upload)
    return show(c, found)
  })

  .get('/:id', foundUpload, async (c) => {
    const { data: choice, error } = Choice.safeParse(c.req.query())
    const errors = error && z.flattenError(error).fieldErrors
    return show(c, await preview(c, c.var.upload, choice ?? asUploaded), errors)
  })

  .get('/:id/rejected.csv', foundUpload, async (c) => {
    const { data: choice } = Choice.safeParse(c.req.query())
    const { header, rejected } = await preview(c, c.var.upload, choice ?? asUploaded)
    return csvDownload(c, 'rejected-rows.csv', rejectedCsv({ header, rejected }))
  })

  .post('/:id/confirm', foundUpload, async (c) => {
    const { user, upload } = c.var
    const { data: confirmed, error } = ConfirmForm.safeParse(await c.req.parseBody())
    if (error) return show(c, await preview(c, upload, asUploaded), z.flattenError(error).fieldErrors)
    const outcome = await confirmImport(c.env.DB, user, upload, confirmed)
    if (outcome === 'busy') throw new ProblemError(busy)
    if ('problem' in outcome) throw unreadable()
    if ('refused' in outcome) return show(c, outcome.refused, outcome.errors)
    await dropUpload(c.env.BACKUPS, user.id, upload.id)
    const { sessions, total_seconds, duplicates } = outcome.imported.plan
    if (sessions.length === 0) flash(c, { message: nothingNew(duplicates) })
    else {
      const message = `Imported ${sum(sessions.length, total_seconds)}`
      flash(c, { message, undo: `/sessions/import/${upload.id}/undo` })
    }
    return c.redirect('/sessions/import', 303)
  })

  .post('/:id/discard', foundUpload, async (c) => {
    await dropUpload(c.env.BACKUPS, c.var.user.id, c.var.upload.id)
    return c.redirect('/sessions/import', 303)
  })

  .get('/:id/undo', foundImport, (c) =>
    c.render(<UndoPage done={c.var.done} />, { title: 'Undo this import?', heading: true }),
  )

  .post('/:id/undo', foundImport, async (c) => {
    const { user, done } = c.var
    const removed = await commit(c.env.DB, user.id, ['stats'], removeImport(c.env.DB, user.id, done.id))
    if (!removed) return c.notFound()
    const message = `Import undone, ${sum(done.imported, done.total_seconds)} removed`
    if (wantsFragment(c)) {
      return c.render(
        <>
          <ToastPart message={message} />
          <hx-partial hx-target="#imports" hx-swap="outerHTML">
            <ImportList {...(await listed(c))} />
          </hx-partial>
        </>,
      )
    }
    flash(c, { message })
    return c.redirect('/sessions/import', 303)
  })
