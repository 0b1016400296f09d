import { z } from 'zod'
import { given } from '../../lib/conditions'
import { presentOrganization } from '../../lib/org'
import { allRows, jsonChunks, rowsAs, sql } from '../../lib/sql'
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

export type KnownPerson = { id: string; name: string; email: string }

/** Everybody, the last edited first. */
export const knownPeople = (db: D1Database, userId: string) =>
  allRows<KnownPerson>(sql(db)`
    SELECT id, name, lower(email) AS email FROM people WHERE user_id = ${userId} AND deleted_at IS NULL
    ORDER BY updated_at DESC`)

type NewMeeting = Omit<ReadMeeting, 'zone' | 'repeats' | 'invited'> & { id: string; attendees: string[] }

type Filed = { organization_id: string | null; time_zone: string }

/** @param now epoch ms */
export const insertMeetings = (
  db: D1Database,
  userId: string,
  meetings: NewMeeting[],
  { organization_id, time_zone }: Filed,
  now: number,
) =>
  jsonChunks(meetings).map(
    (chunk) => sql(db)`
      INSERT INTO meetings (user_id, id, title, date, time, time_zone, duration_minutes, organization_id, attendees,
        import_key, preparation_notes, details_seq, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'title', value ->> 'date', value ->> 'time', ${time_zone},
        value ->> 'duration_minutes', ${presentOrganization(userId, organization_id)}, value -> 'attendees',
        value ->> 'key', value ->> 'preparation_notes', seq, seq, ${now}, ${now}
      FROM change_heads JOIN json_each(${chunk})
      WHERE user_id = ${userId}`,
  )

/** @param now epoch ms */
export const insertPeople = (
  db: D1Database,
  userId: string,
  people: (Invited & { id: string })[],
  { organization_id }: Filed,
  now: number,
) =>
  jsonChunks(people).map(
    (chunk) => sql(db)`
      INSERT INTO people (user_id, id, name, email, organization_id, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'name', value ->> 'email',
        ${presentOrganization(userId, organization_id)}, seq, ${now}, ${now}
      FROM change_heads JOIN json_each(${chunk})
      WHERE user_id = ${userId}`,
  )

type MovedMeeting = Pick<ReadMeeting, 'title' | 'date' | 'time' | 'duration_minutes'> & { id: string }

/** Gives meetings the title and the time that the calendar has now. @param now epoch ms */
export const updateMeetings = (
  db: D1Database,
  userId: string,
  meetings: MovedMeeting[],
  { time_zone }: Filed,
  now: number,
) =>
  jsonChunks(meetings).map(
    (chunk) => sql(db)`
      ${given(chunk)}
      UPDATE meetings
      SET title = value ->> 'title', date = value ->> 'date', time = value ->> 'time', time_zone = ${time_zone},
        duration_minutes = value ->> 'duration_minutes', updated_at = ${now}, seq = head.seq, details_seq = head.seq
      FROM given JOIN (SELECT seq FROM change_heads WHERE user_id = ${userId}) AS head
      WHERE meetings.user_id = ${userId} AND meetings.id = value ->> 'id' AND meetings.deleted_at IS NULL`,
  )
