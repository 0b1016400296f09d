import type { Context } from 'hono'
import { z } from 'zod'
import { columnsTitle, ImportColumns } from '../../../../views/time/sessions/import/columns'
import { ImportList, SessionImportPage, UndoPage } from '../../../../views/time/sessions/import/page'
import { ImportPreview, previewTitle } from '../../../../views/time/sessions/import/preview'
import { type Import, importPages, withUpload } from '../../../imports/pages'
import { uploadText } from '../../../imports/read'
import { type App, rowUndo, todayOf } from '../../../lib/env'
import { csvDownload, toStream } from '../../../lib/files/download'
import { submittedText } from '../../../lib/http/form'
import { pathTo, undoPath } from '../../../lib/http/path-to'
import { prefetchFragments, respond } from '../../../lib/http/respond'
import { respondStarted } from '../../../lib/jobs/run'
import { plural } from '../../../lib/text/format'
import { firstCharacters } from '../../../lib/text/text'
import { dayOf } from '../../../lib/time/days'
import { rejectedLines } from '../csv/write'
import { maxFileBytes } from '../feature'
import { isJson, tableOfJson } from '../formats/json-file'
import { decodeFile } from './api'
import { confirmImport, type ImportErrors } from './confirm'
import { countsOf, type ImportPlan, isEmpty } from './plan'
import { type PreviewedImport, previewImport, rememberedColumns, type SessionUpload, uploads } from './preview'
import { importResultPath, importsPerPage, listImports, sumText } from './queries'
import { ConfirmForm, defaultReading, type FileReadOptions, ReadingChoice, readingOf, UploadFields } from './schema'
import { answerStarted, loadImport, undoImport } from './undo'

const fileNameLimit = 100

const source = {
  missing: 'Choose the file to import',
  bytes: maxFileBytes,
  advice: 'Export a shorter range and import each part.',
  decode: decodeFile,
}

const importList = async <E extends App>(c: Context<E>) => {
  const { id: userId, preferences } = c.var.user
  const rows = await listImports(c.env.DB, userId, c.req.query('before') ?? '~', importsPerPage + 1)
  const imports = rows.slice(0, importsPerPage)
  const last = imports.at(-1)
  return {
    imports: imports.map((row) => ({ ...row, date: dayOf(row.created_at, preferences) })),
    earlier: rows.length > imports.length && last ? pathTo`/sessions/import?before=${last.id}` : undefined,
    today: todayOf(c),
  }
}

const shownPreview = (c: Context<App>, preview: PreviewedImport, errors?: ImportErrors) => ({
  content: <ImportPreview preview={preview} today={todayOf(c)} clock={c.var.user.preferences.clock} errors={errors} />,
  keep: null,
  ...(errors && ({ status: 422 } as const)),
  page: { title: previewTitle, heading: false },
})

/** Form for a CSV's columns: with the current choice, else the last one for this header, else a guess. */
const shownColumns = async (
  c: Context<App>,
  upload: SessionUpload,
  choice: FileReadOptions = defaultReading,
  error?: string,
) => {
  const { tableOf, unknownTable } = await import('../csv/table')
  const table = unknownTable(tableOf(upload.text))
  const chosen =
    choice.columns?.(table.header) ?? (await rememberedColumns(c.env.DB, c.var.user.id, table.header)) ?? table.guess
  return {
    content: (
      <ImportColumns
        upload={upload}
        table={table}
        choice={{ ...chosen, date_order: choice.date_order ?? chosen.date_order }}
        timeZone={choice.time_zone ?? upload.time_zone}
        error={error}
      />
    ),
    keep: null,
    ...(error && ({ status: 422 } as const)),
    page: { title: columnsTitle, heading: false },
  }
}

const readingFrom = (c: Context<App>): { choice: FileReadOptions; errors?: ImportErrors } => {
  const { data, error } = ReadingChoice.safeParse(c.req.query())
  return { choice: data ? readingOf(data) : defaultReading, errors: error && z.flattenError(error).fieldErrors }
}

const nothingNew = ({ duplicates, format }: Pick<ImportPlan, 'duplicates'> & Pick<PreviewedImport, 'format'>) => {
  if (duplicates === 0) return 'Nothing was imported: the file has no valid rows'
  const isOther = format === 'super-productivity' || format === 'activitywatch'
  const records = plural(duplicates, isOther ? 'record' : 'session')
  return `Nothing new: ${records} in the file ${duplicates === 1 ? 'is' : 'are'} already imported`
}

const sessions: Import<SessionUpload> = {
  path: '/sessions/import',
  title: 'Import sessions',
  back: { href: '/sessions', name: 'Sessions' },
  uploads,
  isPaged: true,

  start: async (c, draft) => (
    <SessionImportPage
      timeZone={c.var.user.preferences.time_zone}
      from={c.req.query('from')}
      draft={draft}
      {...(await importList(c))}
    />
  ),

  read: async (c, sent, id) => {
    const { data, error } = UploadFields.safeParse(sent.fields)
    const found = await uploadText(sent, source)
    if (error || 'errors' in found) {
      return { errors: { ...(error && z.flattenError(error).fieldErrors), ...('errors' in found && found.errors) } }
    }
    const file_name = firstCharacters((found.name ?? '').toWellFormed(), fileNameLimit)
    const time_zone = data.time_zone || c.var.user.preferences.time_zone
    return { kept: { id, file_name, time_zone, text: found.text, left_out: found.leftOut } }
  },

  preview: async (c, upload) => {
    const { choice, errors } = readingFrom(c)
    const previewed = await previewImport(c.env.DB, c.var.user, upload, choice)
    if (!('problem' in previewed)) return { ...shownPreview(c, previewed, errors), keep: upload }
    if (!previewed.unknown) return { errors: { file: [previewed.problem] } }
    return { ...(await shownColumns(c, upload, choice, choice.columns && previewed.problem)), keep: upload }
  },

  confirm: async (c, upload, id) => {
    const { DB, BACKUPS } = c.env
    const { user } = c.var
    const { data: confirmed, error } = ConfirmForm.safeParse(submittedText(c))
    if (error) {
      const previewed = await previewImport(DB, user, upload, defaultReading)
      if ('problem' in previewed) return shownColumns(c, upload, defaultReading, previewed.problem)
      return shownPreview(c, previewed, z.flattenError(error).fieldErrors)
    }
    const choice = { ...readingOf(confirmed), on_error: confirmed.on_error }
    const outcome = await confirmImport(DB, user, upload, choice)
    if ('problem' in outcome) {
      return outcome.unknown
        ? shownColumns(c, upload, choice, outcome.problem)
        : { errors: { file: [outcome.problem] } }
    }
    if ('refused' in outcome) return shownPreview(c, outcome.refused, outcome.errors)
    if ('started' in outcome) {
      await uploads.drop(BACKUPS, user.id, id)
      return { job: outcome.started.id }
    }
    const { plan, format } = outcome.imported
    if (isEmpty(plan)) return { page: '/sessions/import', message: nothingNew({ duplicates: plan.duplicates, format }) }
    const message = `Imported ${sumText(countsOf(plan))}`
    return { page: importResultPath(plan), message, undo: undoPath('session.import', id) }
  },
}

/** `/sessions/import` */
export const imports = importPages(sessions)
  .get(
    '/:id/columns',
    withUpload(sessions, async (c, upload, id) => {
      if (isJson(upload.text) && !tableOfJson(upload.text)) return c.redirect(pathTo`/sessions/import/${id}`, 303)
      const { content, page } = await shownColumns(c, upload, readingFrom(c).choice)
      return c.render(content, page)
    }),
  )

  .get(
    '/:id/rejected.csv',
    withUpload(sessions, async (c, upload) => {
      const { choice } = readingFrom(c)
      const previewed = await previewImport(c.env.DB, c.var.user, upload, choice, { allRejected: true })
      if ('problem' in previewed) return c.notFound()
      const { header, rejected } = previewed
      return csvDownload(c, 'rejected-rows.csv', toStream(rejectedLines({ header, rejected })))
    }),
  )

  .get('/:id/remove', loadImport, (c) =>
    c.render(<UndoPage row={c.var.importRow} />, { title: 'Undo this import?', heading: true }),
  )

export const undoSessions = rowUndo(loadImport, async (c) => {
  const { user, importRow } = c.var
  const list = prefetchFragments(c, () => importList(c))
  const undone = await undoImport(c.env.DB, user.id, importRow)
  if ('gone' in undone) return c.notFound()
  if ('started' in undone)
    return c.var.facts.isForPrograms ? answerStarted(c, undone) : respondStarted(c, undone.started.id)
  return respond(c, {
    toast: { message: `Import undone, ${sumText(importRow)} removed` },
    page: '/sessions/import',
    fragments: async () => (
      <hx-partial hx-target="#imports" hx-swap="outerHTML">
        <ImportList {...(await list())} />
      </hx-partial>
    ),
  })
})
