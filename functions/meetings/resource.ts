import { addedInContext, addedTo } from '../context/added'
import { todayOf } from '../lib/env'
import { filingErrorsUnder } from '../lib/resource/filing'
import type { FieldErrors, Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { attendeeErrors, attendeesOf, meeting, namesError } from './queries'
import type { ListedMeeting, NewMeetingValues } from './schema'
import { insertMeeting, updateMeeting } from './writes'

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

/** Pages with figures show meetings, too. */
const outdates = ['stats' as const]

/** The writes that the pages and the API of meetings share. */
export const meetingResource: Resource<ListedMeeting, NewMeetingValues> = {
  name: 'meeting',
  find: meeting,
  validate: async (db, userId, values, before, c) => {
    const [filed, people] = await Promise.all([
      filingErrorsUnder(db, userId, values, before, addedTo(c)),
      peopleErrors(db, userId, values, before),
    ])
    return filed || people ? { ...filed, ...people } : null
  },
  insert: async (db, userId, id, typed, now, c) => {
    const values = addedInContext(c, typed)
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
  remove: deleteRow('meetings', outdates),
  restore: restoreRow('meetings', outdates),
}
