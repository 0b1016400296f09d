import { Hono } from 'hono'
import { z } from 'zod'
import { MeetingImportPage, MeetingPreviewPage } from '../../../../views/people/meetings/import'
import { type Import, importPages } from '../../../imports/pages'
import { uploadText } from '../../../imports/read'
import { describeOperation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { bodyOfType, fieldsProblem, query, readBodyBytes, wrongMedia } from '../../../lib/api/request'
import { dateInput, flag, LocalDate } from '../../../lib/api/values'
import { type App, todayOf } from '../../../lib/env'
import { skippedJson, skippedMembers } from '../../../lib/files/left-out'
import { uploadStore } from '../../../lib/files/uploads'
import { parseFormDates } from '../../../lib/http/date-fields'
import { submittedText } from '../../../lib/http/form'
import { undoPath } from '../../../lib/http/path-to'
import { filingErrors } from '../../../lib/resource/filing'
import { filingOptions } from '../../../lib/resource/filing-choices'
import { newRowOrg } from '../../../lib/resource/new-row-filing'
import { calendarSizeLimit } from '../feature'
import { decodeCalendar, readPersonCalendar } from './decode'
import {
  attendeeIds,
  countImported,
  type ImportResult,
  importMeetings,
  meetingImportSummary,
  olderRemarks,
  planMeetingImport,
} from './plan'
import type { KnownMeeting } from './queries'
import {
  datesErrors,
  ImportForm,
  Invitee,
  meetingsLimit,
  type OtherDate,
  type ReadCalendar,
  Remark,
  Upload,
  usualDates,
} from './schema'

/** Maximum number of remarks of a kind, and of unknown people, in a response. */
const remarksLimit = 100
const unknownLimit = 1_000

const remarks = (description: string) =>
  z
    .array(Remark)
    .meta({ description: `${description} The first ${remarksLimit}, by the line that the event begins on.` })

const ImportedMeeting = z.object({
  status: z
    .enum(['added', 'changed', 'cancelled', 'differs'])
    .meta({ description: '`differs` for one that `update` would change or cancel.' }),
  id: z.string().nullable().meta({ description: 'Null while it is only a preview.' }),
  title: z.string(),
  date: z.string().meta({ format: 'date' }),
  time: z.string().nullable(),
  duration_minutes: z.int().nullable(),
  attendees: z.array(z.string()).meta({ description: 'Ids of people.' }),
  recurring: z.boolean(),
  is_cancelled: z.boolean().meta({ description: 'True if the calendar no longer has it.' }),
})

const ImportedMeetings = z
  .object({
    change_id: z.string().nullable().meta({ description: 'The change, for undoing it; null for a preview.' }),
    added: z.int(),
    updated: z.int(),
    cancelled: z.int().meta({ description: 'Cancelled with `update`.' }),
    differs: z.int().meta({ description: 'What `update` would change or cancel.' }),
    people_added: z.int(),
    unchanged: z.int().meta({ description: 'Imported before and unchanged in the calendar.' }),
    deleted: z.int().meta({ description: 'Imported before, and deleted since. They stay deleted.' }),
    outside: z.int().meta({ description: 'Events on other dates only.' }),
    later: z.int().meta({ description: 'Events that have dates after `to`, in the next ten years.' }),
    next_date: LocalDate.nullable().meta({ description: 'The first of these dates.' }),
    meetings: z
      .array(ImportedMeeting)
      .meta({ description: 'New meetings, and those the calendar has changed or cancelled.' }),
    changed: z.array(ImportedMeeting).meta({ description: 'Meetings among these that are not new.' }),
    unknown: z
      .array(Invitee)
      .meta({ description: 'Attendees of new meetings who aren’t among your people: the first 1,000.' }),
    refused: remarks('Events that can’t be read.'),
    skipped: remarks(
      'Events that are cancelled, that you declined, of which you have a newer version, or that stop repeating before they start.',
    ),
    warnings: remarks('Remarks about imported events.'),
    ...skippedMembers,
  })
  .meta({ id: 'ImportedMeetings' })

const importedJson = (
  read: ReadCalendar,
  { plan, options, change_id }: ImportResult,
  isPreview = false,
): z.output<typeof ImportedMeetings> => {
  const { people: people_added, ...counts } = countImported(plan, options)
  const brief = (
    { title, date, time, duration_minutes }: Omit<OtherDate, 'why'> | KnownMeeting,
    recurring: boolean,
  ) => ({
    title,
    date,
    time,
    duration_minutes,
    recurring,
    is_cancelled: false,
  })
  const statusOf = (status: 'changed' | 'cancelled') => ({ status: options.update ? status : ('differs' as const) })
  const changed = [
    ...plan.changed.map(({ before: { id }, meeting }) => ({
      id,
      attendees: [],
      ...statusOf('changed'),
      ...brief(meeting, meeting.repeats),
    })),
    ...plan.cancelled.map((one) => ({
      id: one.id,
      attendees: [],
      ...statusOf('cancelled'),
      ...brief(one, !one.import_key.endsWith('#')),
      is_cancelled: true,
    })),
  ]
  const ofPeople = options.add_people && !isPreview ? plan.unknown : []
  const first = (list: Remark[]) => list.slice(0, remarksLimit)
  return {
    change_id,
    ...counts,
    people_added,
    unchanged: plan.same,
    deleted: plan.deleted,
    outside: read.outside,
    later: read.later,
    next_date: read.next_date,
    meetings: [
      ...plan.added.map((meeting) => ({
        status: 'added' as const,
        id: isPreview ? null : meeting.id,
        ...brief(meeting, meeting.repeats),
        attendees: attendeeIds(meeting, ofPeople),
      })),
      ...changed,
    ],
    changed,
    unknown: plan.unknown.slice(0, unknownLimit).map(({ name, email }) => ({ name, email })),
    refused: first(read.refused),
    skipped: first([...olderRemarks(plan), ...read.skipped]),
    warnings: first(read.warnings),
    ...skippedJson(read.left_out),
  }
}

const description = `
Accepts a calendar (\`.ics\`, RFC 5545) and adds its events from \`from\` to \`to\` as meetings, at your own date and time: each date of a recurring event is one meeting, with its exceptions and changes. Days without a time get none. Events that you declined or that are cancelled are left out. An event that can’t be read is in \`refused\`, and the others come in. Anything else that is not imported is in \`left_out\`, each kind once.

Events imported before are skipped, even if the meeting was edited or deleted since; those whose title or time the calendar has changed, a series that was moved too, are \`changed\` and get it with \`update\`, which also takes away those that are cancelled: with your notes they stay, as “Cancelled: …”. Without it their status is \`differs\`. Attendees are people with the same email. Others are \`unknown\`, and are added with \`add_people\`. An import takes at most ${meetingsLimit} meetings. \`dry_run\` returns the same and writes nothing. \`POST /api/v1/changes/{change_id}/undo\` undoes it.
`

const ImportQuery = z.object({
  from: dateInput.optional().meta({ description: 'The first local date; defaults to 30 days ago.' }),
  to: dateInput
    .optional()
    .meta({ description: 'The last local date, at most two years later; defaults to 90 days from now.' }),
  dry_run: flag('Write nothing.'),
  preview: flag('Same as `dry_run`.'),
  organization_id: z
    .string()
    .max(100, 'At most 100 characters')
    .optional()
    .meta({ maxLength: 100, description: 'One of your organizations, to which they belong.' }),
  add_people: flag('Add unknown attendees to your people.'),
  update: flag('Update the title and time of meetings that were imported before, and cancel those that are cancelled.'),
})

/** `/api/v1/meetings/import` */
export const importMeetingsApi = new Hono<App>().post(
  '/',
  describeOperation({
    summary: 'Import a calendar',
    description: description.trim(),
    tag: 'Meetings',
    file: { types: ['text/calendar'], maxBytes: calendarSizeLimit },
    once: true,
    stale: true,
    answers: { schema: ImportedMeetings },
  }),
  bodyOfType(/^\s*text\/calendar\s*(;|$)/i, wrongMedia('Calendar', 'text/calendar')),
  query(ImportQuery),
  once(),
  async (c) => {
    const { user, claim } = c.var
    const { from, to, preview, dry_run, organization_id = null, add_people, update } = c.req.valid('query')
    const usual = usualDates(todayOf(c))
    const dates = { from: from ?? usual.from, to: to ?? usual.to }
    const wrong = datesErrors(dates)
    if (wrong) throw fieldsProblem(wrong)
    const decoded = decodeCalendar(...(await readBodyBytes(c)))
    if ('problem' in decoded) throw fieldsProblem({ '': [decoded.problem] })
    const done = await readPersonCalendar(user, decoded, dates)
    if ('problem' in done) throw fieldsProblem({ '': [done.problem] })
    const { read } = done
    const { time_zone } = user.preferences
    const options = { organization_id: organization_id || null, time_zone, add_people, update }
    const checkOrganization = async () => {
      const errors = await filingErrors(c.env.DB, user.id, options, null)
      if (errors) throw fieldsProblem(errors)
    }
    if (preview || dry_run) {
      const [plan] = await Promise.all([planMeetingImport(c.env.DB, user.id, read), checkOrganization()])
      return c.json(importedJson(read, { plan, change_id: null, options }, true))
    }
    const imported = await importMeetings(c.env.DB, user.id, read, options, {
      also: (done) => claim(done.change_id ?? '', importedJson(read, done)),
      alongside: checkOrganization,
    })
    return c.json(importedJson(read, imported))
  },
)

const source = {
  missing: 'Choose a calendar file or paste a calendar',
  bytes: calendarSizeLimit,
  advice: 'Export fewer days and import each part.',
  decode: decodeCalendar,
}

const calendar: Import<Upload> = {
  path: '/meetings/import',
  title: 'Import a calendar',
  back: { href: '/meetings', name: 'Meetings' },
  uploads: uploadStore('meetings', Upload),

  start: async (c, draft) => {
    const organizations = await filingOptions(c.env.DB, c.var.user.id, c.var.org, 'organization_id')
    const values = { ...usualDates(todayOf(c)), organization_id: newRowOrg(c) ?? '', ...draft?.values }
    return <MeetingImportPage values={values} draft={draft} organizations={organizations} />
  },

  read: async (c, sent) => {
    const { data, error } = ImportForm.safeParse(
      parseFormDates(c, ImportForm, { ...usualDates(todayOf(c)), ...sent.fields }),
    )
    if (error) return { errors: z.flattenError(error).fieldErrors }
    const { organization_id, ...dates } = data
    const wrong = datesErrors(dates)
    if (wrong) return { errors: wrong }
    const found = await uploadText(sent, source)
    if ('errors' in found) return found
    const done = await readPersonCalendar(c.var.user, found, dates)
    if ('problem' in done) return { errors: { [found.name === null ? 'text' : 'file']: [done.problem] } }
    return { kept: { read: done.read, dates, organization_id: organization_id || null } }
  },

  preview: async (c, upload, ways) => {
    const { id, preferences } = c.var.user
    const { read, dates } = upload
    const [plan, errors] = await Promise.all([
      planMeetingImport(c.env.DB, id, read),
      filingErrors(c.env.DB, id, upload, null),
    ])
    if (errors) return { errors }
    const props = { read, plan, dates, ...ways, reader: preferences, today: todayOf(c) }
    return {
      content: <MeetingPreviewPage {...props} />,
      keep: plan.added.length + plan.changed.length + plan.cancelled.length > 0 ? upload : null,
    }
  },

  confirm: async (c, { read, organization_id }) => {
    const { id, preferences } = c.var.user
    const { add_people, update } = submittedText(c)
    const { plan, options, change_id } = await importMeetings(c.env.DB, id, read, {
      organization_id,
      time_zone: preferences.time_zone,
      add_people: add_people !== undefined,
      update: update !== undefined,
    })
    if (change_id === null) return { page: '/meetings', message: 'Nothing new to import' }
    return {
      page: '/meetings',
      message: `Imported ${meetingImportSummary(plan, options)}`,
      undo: undoPath(change_id),
    }
  },
}

/** `/meetings/import` */
export const calendarImport = importPages(calendar)
