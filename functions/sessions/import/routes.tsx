import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { columnsTitle, ImportColumns } from '../../../views/sessions/import/columns'
import { ImportList, ImportPage, UndoPage } from '../../../views/sessions/import/page'
import { ImportPreview, type PreviewProps, previewTitle } from '../../../views/sessions/import/preview'
import { ToastPart } from '../../../views/ui/toast'
import { dayOf } from '../../lib/days'
import { csvDownload, streamed } from '../../lib/download'
import { type App, loads, todayOf } from '../../lib/env'
import { type Draft, form } from '../../lib/form'
import { plural } from '../../lib/format'
import { respondStarted } from '../../lib/jobs/run'
import { declareAnswer } from '../../lib/reads'
import { flash, wantsFragment } from '../../lib/respond'
import { firstCharacters } from '../../lib/text'
import { rejectedLines } from '../csv/write'
import { isJson } from '../formats/json-file'
import { decode } from './api'
import { confirmImport } from './confirm'
import { countsOf, type ImportPlan, isEmpty } from './plan'
import { type PreviewedImport, previewImport, rememberedColumns, type Upload, uploads } from './preview'
import { findImport, importsPerPage, importUndoPath, listImports, sumText } from './queries'
import { ConfirmForm, defaultReading, type Reading, ReadingChoice, readingOf, UploadForm } from './schema'
import { undoImport, withUndo } from './undo'

const startTitle = 'Import sessions'

const fileNameLimit = 100

const importList = async <E extends App>(c: Context<E>) => {
  const { id: userId, preferences } = c.var.user
  const rows = await listImports(c.env.DB, userId, c.req.query('before') ?? '~', importsPerPage + 1)
  const imports = rows.slice(0, importsPerPage)
  const last = imports.at(-1)
  return {
    imports: imports.map((row) => ({ ...row, date: dayOf(row.created_at, preferences) })),
    earlier: rows.length > imports.length && last ? `/sessions/import?before=${last.id}` : undefined,
    today: todayOf(c),
  }
}

const startPage = async (c: Context<App>, draft?: Draft<UploadForm>) => (
  <ImportPage timeZone={c.var.user.preferences.time_zone} draft={draft} {...(await importList(c))} />
)

const respondInvalidFile = async (c: Context<App>, time_zone: string, message: string) => {
  c.status(422)
  const draft = { values: { time_zone }, errors: { file: [message] } }
  return c.render(await startPage(c, draft), { title: startTitle, heading: true })
}

const respondPreview = <E extends App>(c: Context<E>, preview: PreviewedImport, errors?: PreviewProps['errors']) => {
  if (errors) c.status(422)
  const content = (
    <ImportPreview preview={preview} today={todayOf(c)} clock={c.var.user.preferences.clock} errors={errors} />
  )
  return c.render(content, { title: previewTitle })
}

/** Asks for the columns of a CSV: those chosen now, else last time, else those that its header suggests. */
const respondColumns = async <E extends App>(
  c: Context<E>,
  upload: Upload,
  choice: Reading = { member: '' },
  error?: string,
) => {
  if (error) c.status(422)
  const { tableOf, unknownTable } = await import('../csv/table')
  const table = unknownTable(tableOf(upload.text))
  const chosen =
    choice.columns?.(table.header) ?? (await rememberedColumns(c.env.DB, c.var.user.id, table.header)) ?? table.guess
  const content = (
    <ImportColumns
      upload={upload}
      table={table}
      choice={{ ...chosen, date_order: choice.date_order ?? chosen.date_order }}
      timeZone={choice.time_zone ?? upload.time_zone}
      error={error}
    />
  )
  return c.render(content, { title: columnsTitle })
}

/** Loads the upload named in the path, unless it was confirmed or replaced. */
const loadUpload = loads('upload', (c, id) => uploads.find(c.env.BACKUPS, c.var.user.id, id))

/** Loads the import named in the path, unless it was undone. */
const loadImport = loads('importRow', (c, id) => findImport(c.env.DB, c.var.user.id, id))

/** The upload was readable when it was stored, so this is a server error. */
const unreadableUpload = () => new Error('a kept upload cannot be read')

/** An upload that cannot be read was readable by other columns. */
const previewUpload = async <E extends App>(
  c: Context<E>,
  upload: Upload,
  choice: Reading,
  options?: { allRejected: boolean },
) => {
  const previewed = await previewImport(c.env.DB, c.var.user, upload, choice, options)
  if ('problem' in previewed && !previewed.unknown) throw unreadableUpload()
  return previewed
}

const readingFrom = <E extends App>(c: Context<E>): { choice: Reading; errors?: Record<string, string[]> } => {
  const { data, error } = ReadingChoice.safeParse(c.req.query())
  return { choice: data ? readingOf(data) : defaultReading, errors: error && z.flattenError(error).fieldErrors }
}

const nothingNew = ({ duplicates, format }: Pick<ImportPlan, 'duplicates'> & Pick<PreviewedImport, 'format'>) => {
  if (duplicates === 0) return 'Nothing was imported: the file has no valid rows'
  const isOther = format === 'super-productivity' || format === 'activitywatch'
  const records = plural(duplicates, isOther ? 'record' : 'session')
  return `Nothing new: ${records} in the file ${duplicates === 1 ? 'is' : 'are'} already imported`
}

export const imports = new Hono<App>()
  .get('/', async (c) => c.render(await startPage(c), { title: startTitle, heading: true }))

  .post('/', form(UploadForm, startTitle, startPage), async (c) => {
    const { file, time_zone: zone } = c.req.valid('form')
    const time_zone = zone || c.var.user.preferences.time_zone
    const decoded = decode(await file.arrayBuffer())
    if ('problem' in decoded) return respondInvalidFile(c, time_zone, decoded.problem)
    const upload = {
      id: uuid(),
      file_name: firstCharacters(file.name.toWellFormed(), fileNameLimit),
      time_zone,
      text: decoded.text,
    }
    const previewed = await previewImport(c.env.DB, c.var.user, upload, defaultReading)
    if ('problem' in previewed && !previewed.unknown) return respondInvalidFile(c, time_zone, previewed.problem)
    await uploads.keep(c.env.BACKUPS, c.var.user.id, upload.id, upload)
    return 'problem' in previewed ? respondColumns(c, upload) : respondPreview(c, previewed)
  })

  .get('/:id', loadUpload, async (c) => {
    const { choice, errors } = readingFrom(c)
    const previewed = await previewUpload(c, c.var.upload, choice)
    if (!('problem' in previewed)) return respondPreview(c, previewed, errors)
    return respondColumns(c, c.var.upload, choice, choice.columns && previewed.problem)
  })

  .get('/:id/columns', loadUpload, async (c) => {
    const { upload } = c.var
    if (isJson(upload.text)) return c.redirect(`/sessions/import/${upload.id}`, 303)
    return respondColumns(c, upload, readingFrom(c).choice)
  })

  .get('/:id/rejected.csv', loadUpload, async (c) => {
    const previewed = await previewUpload(c, c.var.upload, readingFrom(c).choice, { allRejected: true })
    if ('problem' in previewed) return c.notFound()
    const { header, rejected } = previewed
    return csvDownload(c, 'rejected-rows.csv', streamed(rejectedLines({ header, rejected })))
  })

  .post('/:id/confirm', loadUpload, async (c) => {
    const { user, upload } = c.var
    const { data: confirmed, error } = ConfirmForm.safeParse(await c.req.parseBody())
    if (error) {
      const previewed = await previewUpload(c, upload, defaultReading)
      if ('problem' in previewed) return respondColumns(c, upload, defaultReading, previewed.problem)
      return respondPreview(c, previewed, z.flattenError(error).fieldErrors)
    }
    const choice = { ...readingOf(confirmed), on_error: confirmed.on_error }
    const outcome = await confirmImport(c.env.DB, user, upload, choice)
    if ('problem' in outcome && !outcome.unknown) throw unreadableUpload()
    if ('problem' in outcome) return respondColumns(c, upload, choice, outcome.problem)
    if ('refused' in outcome) return respondPreview(c, outcome.refused, outcome.errors)
    await uploads.drop(c.env.BACKUPS, user.id, upload.id)
    if ('started' in outcome) return respondStarted(c, outcome.started.id)
    const { plan, format } = outcome.imported
    if (isEmpty(plan)) flash(c, { message: nothingNew({ duplicates: plan.duplicates, format }) })
    else {
      const message = `Imported ${sumText(countsOf(plan))}`
      flash(c, { message, undo: importUndoPath(upload.id) })
    }
    return c.redirect('/sessions/import', 303)
  })

  .post('/:id/discard', loadUpload, async (c) => {
    await uploads.drop(c.env.BACKUPS, c.var.user.id, c.var.upload.id)
    return c.redirect('/sessions/import', 303)
  })

  .get('/:id/undo', loadImport, (c) =>
    c.render(<UndoPage row={c.var.importRow} />, { title: 'Undo this import?', heading: true }),
  )

  .post('/:id/undo', withUndo, loadImport, async (c) => {
    const { user, importRow } = c.var
    const list = wantsFragment(c) ? declareAnswer(c.env.DB, () => importList(c)) : undefined
    const undone = await undoImport(c.env.DB, user.id, importRow)
    if ('gone' in undone) return c.notFound()
    if ('started' in undone) return respondStarted(c, undone.started.id)
    const message = `Import undone, ${sumText(importRow)} removed`
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
