import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../../lib/api/describe'
import { once } from '../../lib/api/once'
import { calendarBody, invalidFields, query } from '../../lib/api/request'
import { dateInput, flag } from '../../lib/api/values'
import { type DecodedFile, decodeText, isArchive } from '../../lib/decode'
import type { App } from '../../lib/env'
import { todayOf } from '../../lib/now'
import { filingErrors } from '../../lib/resource/filing'
import { ImportedMeetings, importedJson } from './json'
import { planImport } from './plan'
import { readFor } from './read-for'
import { datesErrors, fileBytes, meetingsLimit, usualDates } from './schema'
import { importMeetings } from './write'

const [newline, carriageReturn, space, tab] = [10, 13, 32, 9]

/** True for a byte within a character of UTF-8 of several bytes. */
const isContinuation = (byte: number | undefined) => byte !== undefined && byte >= 0x80 && byte < 0xc0

/** Length of the fold at an offset, a line break with a space or tab behind it; 0 for none. */
const foldAt = (bytes: Uint8Array, offset: number) => {
  const breaks =
    bytes[offset] === carriageReturn && bytes[offset + 1] === newline ? 2 : bytes[offset] === newline ? 1 : 0
  const next = bytes[offset + breaks]
  return breaks > 0 && (next === space || next === tab) ? breaks + 1 : 0
}

/** Moves folds that divide a character behind it: RFC 5545 lets a line be folded between any two bytes. */
const wholeCharacters = (bytes: Uint8Array) => {
  const whole = new Uint8Array(bytes.length)
  let length = 0
  for (let offset = 0; offset < bytes.length; ) {
    const fold = foldAt(bytes, offset)
    let end = offset + Math.max(fold, 1)
    if (fold > 0) while (isContinuation(bytes[end])) end += 1
    const inside = bytes.subarray(offset + fold, end)
    const outside = bytes.subarray(offset, offset + fold)
    whole.set(inside, length)
    whole.set(outside, length + inside.length)
    length += end - offset
    offset = end
  }
  return whole
}

const advice = 'Save it as a calendar (.ics) in UTF-8.'

/** Decodes UTF-8, or UTF-16 with a byte-order mark. */
export const decodeCalendar = (bytes: Uint8Array): DecodedFile => {
  if (isArchive(bytes)) return { problem: 'The file is an archive. Unpack it, and choose a calendar (.ics) in it.' }
  const decoded = decodeText(bytes, advice)
  return 'problem' in decoded ? decodeText(wholeCharacters(bytes), advice) : decoded
}

const description = `
Accepts a calendar (\`.ics\`, RFC 5545) and adds its events from \`from\` to \`to\` as meetings, at your own date and time: each date of a recurring event is one meeting, with its exceptions and changes. Days without a time get none. Events that you declined or that are cancelled are left out. An event that can’t be read is in \`refused\`, and the others come in.

Events imported before are skipped, even if the meeting was edited or deleted since; those whose title or time the calendar has changed are \`changed\`, and get it with \`update\`. Attendees are people with the same email. Others are \`unknown\`, and are added with \`add_people\`. An import takes at most ${meetingsLimit} meetings. \`preview\` returns the same and writes nothing. \`POST /changes/{change_id}/undo\` undoes it in the browser.
`

const ImportQuery = z.object({
  from: dateInput.optional().meta({ description: 'The first local date; 30 days ago unless it is given.' }),
  to: dateInput
    .optional()
    .meta({ description: 'The last one, at most two years later; in 90 days unless it is given.' }),
  preview: flag('Write nothing.'),
  organization_id: z
    .string()
    .max(100, 'At most 100 characters')
    .optional()
    .meta({ maxLength: 100, description: 'One of your organizations, to which they belong.' }),
  add_people: flag('Add unknown attendees to your people.'),
  update: flag('Update the title and time of meetings that were imported before.'),
})

/** `/api/v1/meetings/import` */
export const importMeetingsApi = new Hono<App>().post(
  '/',
  operation({
    summary: 'Import a calendar',
    description: description.trim(),
    tag: 'Meetings',
    file: { types: ['text/calendar'], maxBytes: fileBytes },
    once: true,
    stale: true,
    answers: { schema: ImportedMeetings },
  }),
  calendarBody,
  query(ImportQuery),
  once(),
  async (c) => {
    const { user, claim } = c.var
    const { from, to, preview, organization_id = null, add_people, update } = c.req.valid('query')
    const usual = usualDates(todayOf(c))
    const dates = { from: from ?? usual.from, to: to ?? usual.to }
    const wrong = datesErrors(dates)
    if (wrong) throw invalidFields(wrong)
    const decoded = decodeCalendar(new Uint8Array(await c.req.arrayBuffer()))
    if ('problem' in decoded) throw invalidFields({ '': [decoded.problem] })
    const done = await readFor(user, decoded.text, dates)
    if ('problem' in done) throw invalidFields({ '': [done.problem] })
    const { read } = done
    const { meetings } = read
    const { time_zone } = user.preferences
    const options = { organization_id: organization_id || null, time_zone, add_people, update }
    const checkOrganization = async () => {
      const errors = await filingErrors(c.env.DB, user.id, options, null)
      if (errors) throw invalidFields(errors)
    }
    if (preview) {
      const [plan] = await Promise.all([planImport(c.env.DB, user.id, meetings), checkOrganization()])
      return c.json(importedJson(read, { plan, change_id: null, options }, true))
    }
    const imported = await importMeetings(c.env.DB, user.id, meetings, options, {
      also: (done) => claim(done.change_id ?? '', importedJson(read, done)),
      alongside: checkOrganization,
    })
    return c.json(importedJson(read, imported))
  },
)
