import { z } from 'zod'
import { ImportPage, PreviewPage } from '../../../../views/people/meetings/import'
import { type Import, importPages } from '../../../data/imports/pages'
import { textOf } from '../../../data/imports/read'
import { todayOf } from '../../../lib/env'
import { submittedText } from '../../../lib/form'
import { addedTo } from '../../../lib/resource/added'
import { filingOptions } from '../../../lib/resource/choices'
import { filingErrors } from '../../../lib/resource/filing'
import { keptUpload } from '../../../lib/uploads'
import { calendarBytes } from '../feature'
import { decodeCalendar, readFor } from './api'
import { importMeetings, planImport, summaryOf } from './plan'
import { datesErrors, ImportForm, Upload, usualDates } from './schema'

const source = {
  missing: 'Choose a calendar file or paste a calendar',
  bytes: calendarBytes,
  advice: 'Export fewer days and import each part.',
  decode: decodeCalendar,
}

const calendar: Import<Upload> = {
  path: '/meetings/import',
  title: 'Import a calendar',
  uploads: keptUpload('meetings', Upload),

  start: async (c, draft) => {
    const organizations = await filingOptions(c.env.DB, c.var.user.id, c.var.org, 'organization_id')
    const values = { ...usualDates(todayOf(c)), organization_id: addedTo(c) ?? '', ...draft?.values }
    return <ImportPage values={values} draft={draft} organizations={organizations} />
  },

  read: async (c, sent) => {
    const { data, error } = ImportForm.safeParse({ ...usualDates(todayOf(c)), ...sent.fields })
    if (error) return { errors: z.flattenError(error).fieldErrors }
    const { organization_id, ...dates } = data
    const wrong = datesErrors(dates)
    if (wrong) return { errors: wrong }
    const found = await textOf(sent, source)
    if ('errors' in found) return found
    const done = await readFor(c.var.user, found.text, dates)
    if ('problem' in done) return { errors: { [found.name === null ? 'text' : 'file']: [done.problem] } }
    return { kept: { read: done.read, dates, organization_id: organization_id || null } }
  },

  preview: async (c, upload, ways) => {
    const { id, preferences } = c.var.user
    const { read, dates } = upload
    const [plan, errors] = await Promise.all([
      planImport(c.env.DB, id, read.meetings),
      filingErrors(c.env.DB, id, upload, null),
    ])
    if (errors) return { errors }
    const props = { read, plan, dates, ...ways, reader: preferences, today: todayOf(c) }
    return {
      content: <PreviewPage {...props} />,
      keep: plan.added.length + plan.changed.length > 0 ? upload : null,
    }
  },

  confirm: async (c, { read, organization_id }) => {
    const { id, preferences } = c.var.user
    const { add_people, update } = submittedText(c)
    const { plan, options, change_id } = await importMeetings(c.env.DB, id, read.meetings, {
      organization_id,
      time_zone: preferences.time_zone,
      add_people: add_people !== undefined,
      update: update !== undefined,
    })
    if (change_id === null) return { page: '/meetings', message: 'Nothing new to import' }
    return { page: '/meetings', message: `Imported ${summaryOf(plan, options)}`, undo: `/changes/${change_id}/undo` }
  },
}

/** `/meetings/import` */
export const calendarImport = importPages(calendar)
