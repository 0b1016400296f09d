import { z } from 'zod'
import { presentOrganization } from '../../../lib/org'
import { insertRows, newSeq, updateRows } from '../../../lib/resource/stored'
import { part, rowsAs, sql } from '../../../lib/sql'
import type { Invited, ReadMeeting } from './schema'

const KnownMeeting = z.object({
  id: z.string(),
  import_key: z.string(),
  title: z.string(),
  date: z.string(),
  time: z.string().nullable(),
  duration_minutes: z.int().nullable(),
  deleted: z.int(),
})
export type KnownMeeting = z.infer<typeof KnownMeeting>

/** Meetings with these keys, deleted ones included. */
export const knownMeetings = (db: D1Database, userId: string, keys: string[]) =>
  rowsAs(
    KnownMeeting,
    sql(db)`
      SELECT id, import_key, title, date, time, duration_minutes, deleted_at IS NOT NULL AS deleted
      FROM meetings
      WHERE user_id = ${userId} AND import_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`,
  )

type NewMeeting = Omit<ReadMeeting, 'zone' | 'repeats' | 'invited'> & { id: string; attendees: string[] }

type Filed = { organization_id: string | null; time_zone: string }

const fresh = (userId: string, { organization_id }: Filed, now: number) => ({
  organization_id: presentOrganization(userId, organization_id),
  ...{ seq: newSeq(userId), created_at: now, updated_at: now },
})

/** @param now epoch ms */
export const insertMeetings = (db: D1Database, userId: string, meetings: NewMeeting[], filed: Filed, now: number) => {
  const rows = meetings.map(({ id, key: import_key, title, date, time, duration_minutes, ...rest }) => ({
    ...{ id, import_key, title, date, time, duration_minutes },
    ...{ preparation_notes: rest.preparation_notes, attendees: rest.attendees },
  }))
  const besides = { time_zone: filed.time_zone, details_seq: newSeq(userId), ...fresh(userId, filed, now) }
  return insertRows(db, 'meetings', userId, rows, besides)
}

/** @param now epoch ms */
export const insertPeople = (
  db: D1Database,
  userId: string,
  people: (Invited & { id: string })[],
  filed: Filed,
  now: number,
) => {
  const rows = people.map(({ id, name, email }) => ({ id, name, email }))
  return insertRows(db, 'people', userId, rows, fresh(userId, filed, now))
}

type MovedMeeting = Pick<ReadMeeting, 'title' | 'date' | 'time' | 'duration_minutes'> & { id: string }

/** Gives meetings the title and the time that the calendar has now. @param now epoch ms */
export const updateMeetings = (
  db: D1Database,
  userId: string,
  meetings: MovedMeeting[],
  { time_zone }: Filed,
  now: number,
) => {
  const rows = meetings.map(({ id, title, date, time, duration_minutes }) => ({
    ...{ id, title, date, time, duration_minutes },
  }))
  const besides = { time_zone, updated_at: now, seq: newSeq(userId), details_seq: newSeq(userId) }
  return updateRows(db, 'meetings', userId, rows, besides, part`AND meetings.deleted_at IS NULL`)
}
