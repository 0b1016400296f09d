import type { Context } from 'hono'
import { columnsTitle, ImportColumns } from '../../../views/sessions/import/columns'
import { ImportPage } from '../../../views/sessions/import/page'
import { ImportPreview, type PreviewProps, previewTitle } from '../../../views/sessions/import/preview'
import { dayOf } from '../../lib/days'
import type { App } from '../../lib/env'
import type { Draft } from '../../lib/form'
import { todayOf } from '../../lib/now'
import { type PreviewedImport, rememberedColumns, type Upload } from './preview'
import { importsPerPage, listImports } from './queries'
import type { Reading, UploadForm } from './schema'

export const startTitle = 'Import sessions'

export const importList = async <E extends App>(c: Context<E>) => {
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

export const startPage = async (c: Context<App>, draft?: Draft<UploadForm>) => (
  <ImportPage timeZone={c.var.user.preferences.time_zone} draft={draft} {...(await importList(c))} />
)

export const respondInvalidFile = async (c: Context<App>, time_zone: string, message: string) => {
  c.status(422)
  const draft = { values: { time_zone }, errors: { file: [message] } }
  return c.render(await startPage(c, draft), { title: startTitle, heading: true })
}

export const respondPreview = <E extends App>(
  c: Context<E>,
  preview: PreviewedImport,
  errors?: PreviewProps['errors'],
) => {
  if (errors) c.status(422)
  const content = <ImportPreview preview={preview} today={todayOf(c)} errors={errors} />
  return c.render(content, { title: previewTitle })
}

/** Asks for the columns of a CSV: those chosen now, else last time, else those that its header suggests. */
export const respondColumns = async <E extends App>(
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
