import { joinConditions } from '../../lib/db/conditions'
import { constant, newSeq, orStale, part, sql } from '../../lib/db/sql'
import { todayOf } from '../../lib/env'
import { filingErrorsInOrg, namedOrganization } from '../../lib/resource/filing'
import { newRowOrg, withContextOrg } from '../../lib/resource/new-row-filing'
import type { FieldErrors, Resource } from '../../lib/resource/resource'
import {
  type Columns,
  columnAssignments,
  deleteRow,
  insertRow,
  restoreRow,
  setRow,
} from '../../lib/resource/row-writes'
import { repeatFrom } from '../../lib/time/repeat'
import { attendeeErrors, attendeesOf, meeting, namesError } from './queries'
import {
  type ListedMeeting,
  type MeetingRow,
  type NewMeetingValues,
  type NoteField,
  noteFields,
  noteVersionColumns,
} from './schema'

type Details = Pick<MeetingRow, 'title' | 'date' | 'time_zone'> & Partial<Omit<MeetingRow, 'title' | 'date'>>

/** Columns of a meeting besides its notes. */
const detailsOf = (
  { title, time_zone, attendees = [], repeat = 'none', ...rest }: Details,
  before: MeetingRow | null,
): Columns => ({
  title,
  date: rest.date,
  time: rest.time ?? null,
  time_zone,
  duration_minutes: rest.duration_minutes ?? null,
  organization_id: rest.organization_id ?? null,
  project_id: rest.project_id ?? null,
  attendees: JSON.stringify([...new Set(attendees)]),
  repeat,
  repeat_from: repeatFrom({ repeat, date: rest.date }, before),
})

const notesOf = (values: Partial<NewMeetingValues>): Columns =>
  Object.fromEntries(noteFields.map((field) => [field, values[field] ?? '']))

/** Adds a meeting. @param now epoch ms */
export const insertMeeting = (
  db: D1Database,
  userId: string,
  id: string,
  values: Details & Partial<NewMeetingValues>,
  now: number,
) => {
  const own = { details_seq: constant('seq'), session_id: values.session_id ?? null }
  return insertRow(db, 'meetings', userId, id, { ...detailsOf(values, null), ...notesOf(values), ...own }, now)
}

/**
 * Saves an edit based on a version of a meeting. Notes that were saved since by typing are kept and do not conflict
 * with an edit of other fields. @param now epoch ms
 */
const updateMeeting = (db: D1Database, userId: string, values: ListedMeeting, before: ListedMeeting, now: number) => {
  const edited = noteFields.filter((field) => values[field] !== before[field])
  const notes: Columns = Object.fromEntries(
    edited.flatMap((field) => [
      [field, values[field]],
      [noteVersionColumns[field], constant(`${noteVersionColumns[field]} + 1`)],
    ]),
  )
  const isSeen =
    edited.length > 0 ? part`AND seq = ${values.seq}` : part`AND (seq = ${values.seq} OR details_seq <= ${values.seq})`
  const organization_id = namedOrganization(userId, values, before)
  const columns = { ...detailsOf(values, before), ...notes, organization_id, details_seq: newSeq(userId) }
  return setRow(db, 'meetings', userId, values.id, columns, now, isSeen)
}

/** A note to save: its text, the version it is based on, and a text sent earlier without a response. */
export type NoteSave = { text: string; base: number; sent?: string }

/** Saves notes if all of them are still at the versions that they are based on. @param now epoch ms */
export const saveNotes = (db: D1Database, userId: string, id: string, saves: [NoteField, NoteSave][], now: number) => {
  const columns: Columns = Object.fromEntries(
    saves.flatMap(([field, { text }]) => [
      [field, text],
      [noteVersionColumns[field], constant(`${noteVersionColumns[field]} + 1`)],
    ]),
  )
  const seen = saves.map(([field, { base, sent }]) => {
    const [version, note] = [constant(noteVersionColumns[field]), constant(field)]
    return sent === undefined
      ? part`AND ${version} = ${base}`
      : part`AND (${version} = ${base} OR (${version} = ${base + 1} AND ${note} = ${sent}))`
  })
  return [
    sql(db)`
      UPDATE meetings
      SET ${columnAssignments(userId, columns, now)}
      WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL ${joinConditions(seen)}`,
    orStale(db),
  ]
}

const peopleErrors = async (
  db: D1Database,
  userId: string,
  { people, attendees = [] }: Partial<ListedMeeting>,
  before: ListedMeeting | null,
): Promise<FieldErrors | null> => {
  if (people !== undefined && people !== before?.people) {
    const error = namesError(people)
    return error === null ? null : { people: [error] }
  }
  return attendeeErrors(db, userId, attendees, before?.attendees ?? [])
}

/** Cached figures that a write outdates, because pages with figures show meetings, too. */
const outdates = ['stats' as const]

export const deleteMeeting = deleteRow('meetings', outdates)
export const restoreMeeting = restoreRow('meetings', outdates)

/** Writes shared by the pages and the API of meetings. */
export const meetingResource: Resource<ListedMeeting, NewMeetingValues> = {
  name: 'meeting',
  find: meeting,
  validate: async (db, userId, values, before, c) => {
    const [filed, people] = await Promise.all([
      filingErrorsInOrg(db, userId, values, before, newRowOrg(c)),
      peopleErrors(db, userId, values, before),
    ])
    return filed || people ? { ...filed, ...people } : null
  },
  insert: async (db, userId, id, typed, now, c) => {
    const values = withContextOrg(c, typed)
    const { people = '', attendees = [] } = values
    const named = { text: people, organizationId: values.organization_id ?? null }
    const { ids, writes } = await attendeesOf(db, userId, named, now)
    const row = {
      ...values,
      date: values.date ?? todayOf(c),
      time_zone: values.time_zone ?? c.var.user.preferences.time_zone,
      attendees: people === '' ? attendees : ids,
    }
    return { statements: [...writes, ...insertMeeting(db, userId, id, row, now)], outdates }
  },
  update: async (db, userId, values, now, before) => {
    const isNamed = values.people !== before.people
    const named = { text: values.people, before, organizationId: values.organization_id }
    const { ids, writes } = isNamed ? await attendeesOf(db, userId, named, now) : { ids: values.attendees, writes: [] }
    return {
      statements: [...writes, ...updateMeeting(db, userId, { ...values, attendees: ids }, before, now)],
      outdates,
    }
  },
  remove: deleteMeeting,
  restore: restoreMeeting,
}
