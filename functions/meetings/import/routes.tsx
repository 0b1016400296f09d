import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ImportPage } from '../../../views/meetings/import/page'
import { PreviewPage } from '../../../views/meetings/import/preview'
import { addedTo } from '../../context/added'
import { type App, todayOf } from '../../lib/env'
import { chosenFile, type Draft, submitted } from '../../lib/form'
import { filingOptions } from '../../lib/resource/choices'
import { filingErrors } from '../../lib/resource/filing'
import { redirectTo } from '../../lib/respond'
import { keptUpload } from '../../lib/uploads'
import { decodeCalendar, readFor } from './api'
import { importMeetings, planImport, summaryOf } from './plan'
import { datesErrors, fileBytes, ImportForm, Upload, usualDates } from './schema'

const title = 'Import a calendar'

const uploads = keptUpload('meetings', Upload)

type Values = z.output<typeof ImportForm> & { file: File; text: string }

const startPage = async (c: Context<App>, draft?: Draft<Values>) => {
  if (draft) c.status(422)
  const organizations = await filingOptions(c.env.DB, c.var.user.id, c.var.org, 'organization_id')
  const values = { ...usualDates(todayOf(c)), organization_id: addedTo(c) ?? '', ...draft?.values }
  return c.render(<ImportPage values={values} errors={draft?.errors ?? {}} organizations={organizations} />, {
    title,
    heading: true,
  })
}

/** The chosen file, else the pasted text; a problem where there is none. */
const calendarText = async (file: File | null, text: string): Promise<{ text: string } | { problem: string }> => {
  if (!file) return text.trim() === '' ? { problem: 'Choose a calendar file or paste a calendar' } : { text }
  if (file.size > fileBytes) return { problem: 'The file is over 5 MB. Export fewer days and import each part.' }
  return decodeCalendar(new Uint8Array(await file.arrayBuffer()))
}

/** `/meetings/import` */
export const calendarImport = new Hono<App>()
  .get('/', (c) => startPage(c))

  .post('/', async (c) => {
    const form = await submitted(c)
    const typed = Object.fromEntries(
      Object.entries(form).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
    )
    const again = (errors: Draft<Values>['errors']) => startPage(c, { values: typed, errors })
    const { data: values, error } = ImportForm.safeParse({ ...usualDates(todayOf(c)), ...typed })
    if (error) return again(z.flattenError(error).fieldErrors)
    const { organization_id, ...dates } = values
    const wrong = datesErrors(dates)
    if (wrong) return again(wrong)
    const file = chosenFile(form.file)
    const field = file || !typed.text?.trim() ? 'file' : 'text'
    const given = await calendarText(file, typed.text ?? '')
    if ('problem' in given) return again({ [field]: [given.problem] })
    const done = await readFor(c.var.user, given.text, dates)
    if ('problem' in done) return again({ [field]: [done.problem] })
    const { DB, BACKUPS } = c.env
    const { id: userId, preferences } = c.var.user
    const filed = { organization_id: organization_id || null }
    const [plan, errors] = await Promise.all([
      planImport(DB, userId, done.read.meetings),
      filingErrors(DB, userId, filed, null),
    ])
    if (errors) return again(errors)
    const id = uuid()
    const isWorth = plan.added.length + plan.changed.length > 0
    if (isWorth) await uploads.keep(BACKUPS, userId, id, { read: done.read, dates, ...filed })
    return c.render(
      <PreviewPage
        read={done.read}
        plan={plan}
        dates={dates}
        confirm={isWorth ? `/meetings/import/${id}/confirm` : undefined}
        reader={preferences}
        today={todayOf(c)}
      />,
      { title, heading: true },
    )
  })

  .post('/:id/confirm', async (c) => {
    const { DB, BACKUPS } = c.env
    const { id: userId, preferences } = c.var.user
    const id = c.req.param('id')
    const upload = await uploads.find(BACKUPS, userId, id)
    if (!upload) return c.notFound()
    const { add_people, update } = await submitted(c)
    const { plan, options, change_id } = await importMeetings(DB, userId, upload.read.meetings, {
      organization_id: upload.organization_id,
      time_zone: preferences.time_zone,
      add_people: add_people !== undefined,
      update: update !== undefined,
    })
    await uploads.drop(BACKUPS, userId, id)
    if (change_id === null) return redirectTo(c, '/meetings', { message: 'Nothing new to import' })
    const message = `Imported ${summaryOf(plan, options)}`
    return redirectTo(c, '/meetings', { message, undo: `/changes/${change_id}/undo` })
  })
