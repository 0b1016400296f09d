import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { joinConditions } from '../../lib/db/conditions'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import { byLastWrite, readsOf } from '../../lib/resource/row-reads'
import { nameKey } from '../../lib/text/text'
import { peopleByFirstName } from '../../line/people'
import { personNameLimit, personRows } from '../people/schema'
import {
  type Attendee,
  attendeesLimit,
  ListedMeeting,
  listedNamesLimit,
  meetingKind,
  namesText,
  noteFields,
  noteVersionColumns,
} from './schema'

/** Names in a comma-separated line, without duplicates. */
export const namesIn = (text: string) => {
  const pieces = text.match(/\s*(?:"(?:[^"]|"")*"|[^,"][^,]*)\s*/g) ?? []
  const names = pieces.map((piece) => {
    const name = piece.trim()
    return /^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"').trim() : name
  })
  return [...new Set(names.filter((name) => name !== ''))]
}

export type KnownPerson = Attendee & { email: string; organization_id: string | null }

/** All of the person's people, last edited first. */
export const knownPeople = (db: D1Database, userId: string) =>
  allRows<KnownPerson>(sql(db)`
    SELECT id, name, lower(email) AS email, organization_id FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL
    ORDER BY updated_at DESC`)

/** Error if typed names cannot be added as people; null for a valid line. */
export const namesError = (text: string) => {
  const names = namesIn(text)
  if (names.length > attendeesLimit) return `Enter at most ${attendeesLimit} people`
  return names.some((name) => [...name].length > personNameLimit)
    ? `A name has at most ${personNameLimit} characters`
    : null
}

type Typed = {
  text: string
  /** Former ids and names of attendees. An id without a name belongs to a deleted person. */
  before?: { attendees: string[]; attending: Attendee[] }
  organizationId: string | null
}

/**
 * Ids of the people named in a line, and statements that add unknown ones. A former attendee's name still means that
 * attendee. Of several people with a name, one in the organization is preferred, else the last edited. A unique first
 * name is sufficient. @param now epoch ms
 */
export const attendeesOf = async (
  db: D1Database,
  userId: string,
  { text, before = { attendees: [], attending: [] }, organizationId }: Typed,
  now: number,
): Promise<{ ids: string[]; writes: D1PreparedStatement[] }> => {
  const names = namesIn(text)
  const own = new Map(before.attending.map(({ id, name }) => [nameKey(name), id]))
  const isNew = names.some((name) => !own.has(nameKey(name)))
  const known = isNew ? await knownPeople(db, userId) : []
  const writes: D1PreparedStatement[] = []
  const idOf = (name: string) => {
    const key = nameKey(name)
    const already = own.get(key)
    if (already) return already
    const same = known.filter((person) => nameKey(person.name) === key)
    const firsts = peopleByFirstName(name, known)
    const called = same.length === 0 && firsts.length === 1 ? firsts : same
    const [found] = [...called.filter((person) => person.organization_id === organizationId), ...called]
    if (found) return found.id
    const id = uuid()
    own.set(key, id)
    writes.push(...personRows.insert(db, userId, id, { name, organization_id: organizationId }, now))
    return id
  }
  const shown = new Set(before.attending.map(({ id }) => id))
  const deleted = before.attendees.filter((id) => !shown.has(id))
  return { ids: [...new Set([...names.map(idOf), ...deleted])], writes }
}

/** Errors for ids that are not the user's people, except former attendees. */
export const attendeeErrors = async (db: D1Database, userId: string, ids: string[], before: string[]) => {
  const added = ids.filter((id) => !before.includes(id))
  if (added.length === 0) return null
  const found = await sql(db)`
    SELECT count(*) AS number FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL
      AND id IN (SELECT value FROM json_each(${JSON.stringify(added)}))`.first<{ number: number }>()
  return found?.number === new Set(added).size ? null : { attendees: ['Choose people from your list'] }
}

const versions = constant(Object.values(noteVersionColumns).join(', '))

const columnsWith = (named: number, computed?: Record<string, SqlPart>) => part`
      ${meetingKind.columnsWith(computed)}, ${versions}, projects.color AS project_color,
      (SELECT json_group_array(json_object('id', id, 'name', name))
        FROM (
          SELECT value AS id, (
            SELECT people.name FROM people
            WHERE people.user_id = meetings.user_id AND people.id = value AND people.deleted_at IS NULL) AS name
          FROM json_each(meetings.attendees)
          WHERE key < ${constant(String(named))})
        WHERE name IS NOT NULL) AS attending`

const withPeople = (meeting: z.output<typeof ListedMeeting>) => ({
  ...meeting,
  people: namesText(meeting.attending.map(({ name }) => name)),
})

/** Empty members do not filter. Dates are inclusive. With `isAhead` the next meetings come first, else the latest. */
type MeetingFilter = { isAhead?: boolean; isRepeating?: boolean } & Partial<
  Record<'person_id' | 'from' | 'to' | 'organization_id' | 'project_id', string>
>

export const {
  find: meeting,
  list: meetings,
  page: pageOfMeetings,
} = readsOf({
  kind: 'meeting',
  schema: ListedMeeting.transform(withPeople),
  columns: columnsWith(attendeesLimit),
  shortColumns: columnsWith(listedNamesLimit, Object.fromEntries(noteFields.map((note) => [note, constant("''")]))),
  joins: meetingKind.reads.joins,
  where: ({ person_id, isAhead: _, isRepeating, ...asked }: MeetingFilter) =>
    joinConditions([
      meetingKind.reads.where(asked),
      isRepeating && part`AND meetings.repeat <> 'none'`,
      person_id && part`AND EXISTS (SELECT 1 FROM json_each(meetings.attendees) WHERE value = ${person_id})`,
    ]),
  order: ({ q, isAhead }) =>
    q
      ? byLastWrite
      : { columns: ['meetings.date', "coalesce(meetings.time, '')", 'meetings.id'], isDescending: !isAhead },
})
