import { z } from 'zod'
import { jsonColumn, part } from '../../lib/db/sql'
import { filingField, lineField, nameField, notesField } from '../../lib/resource/fields'
import { defineKind, resourceOf, rowsOf } from '../../lib/resource/kind'
import { lineMember } from '../../lib/resource/members'
import { byLastWrite, readsOf } from '../../lib/resource/row-reads'

/** Maximum length in characters. */
export const personNameLimit = 100
export const personNotesLimit = 10_000
const emailLimit = 254

const email = lineMember(emailLimit, { none: 'Enter the address as text', subject: 'An address has' })
  .refine((text) => text === '' || z.email().safeParse(text).success, 'Enter an address such as ada@example.com')
  .optional()

export const personKind = defineKind('person', {
  name: nameField(personNameLimit),
  role: lineField(
    'Role',
    100,
    { none: 'Enter the role as text', subject: 'A role has' },
    {
      about: '`manager`, `coach`, `colleague` or other words; may be empty.',
      offers: ['manager', 'coach', 'colleague'],
      autocomplete: 'off',
      placeholder: 'Manager, coach…',
    },
  ),
  organization_id: filingField('organization_id', { isPresent: true, filter: { all: 'All organizations' } }),
  email: {
    ...lineField('Email', emailLimit, { none: '' }, { type: 'email', dir: undefined, autocomplete: 'off' }),
    member: email,
  },
  notes: notesField(personNotesLimit),
})

export type PersonRow = z.output<typeof personKind.Row>

const LastMeeting = z.object({
  date: z.string(),
  time: z.string().nullable(),
  time_zone: z.string(),
  duration_minutes: z.int().nullable(),
})

/**
 * A person with the latest meeting up to tomorrow (UTC), and open tasks between you: how many each owes, and who is due
 * first, and when.
 */
const ListedPerson = personKind.Listed.extend({
  met: jsonColumn(LastMeeting.nullable()),
  open: jsonColumn(
    z.object({ mine: z.int(), theirs: z.int(), due_date: z.string().nullable(), owner: z.string().nullable() }),
  ),
})
export type ListedPerson = z.output<typeof ListedPerson>
export type NewPersonValues = z.output<typeof personKind.NewForm>

export const {
  find: person,
  list: allPeople,
  page: pageOfPeople,
} = readsOf({
  ...personKind.reads,
  schema: ListedPerson,
  columns: part`${personKind.columnsWith()}, coalesce(met.meeting, 'null') AS met,
    (SELECT json_object('mine', count(*) FILTER (WHERE owner = 'me'), 'theirs', count(*) FILTER (WHERE owner = 'person'),
       'due_date', min(due_date), 'owner', owner) FROM tasks
     WHERE tasks.user_id = people.user_id AND unlikely(tasks.person_id = people.id) AND tasks.owner IS NOT NULL
       AND tasks.status IN ('todo', 'in_progress') AND tasks.deleted_at IS NULL) AS open`,
  joins: (userId) => part`${personKind.reads.joins}
    LEFT JOIN (
      SELECT attendee.value AS id, max(date || coalesce(time, '')), json_object('date', date, 'time', time,
        'time_zone', time_zone, 'duration_minutes', duration_minutes) AS meeting
      FROM meetings, json_each(meetings.attendees) AS attendee
      WHERE meetings.user_id = ${userId} AND date <= date('now', '+1 day') AND deleted_at IS NULL
      GROUP BY attendee.value) AS met ON met.id = people.id`,
  order: ({ q }) => (q ? byLastWrite : { columns: ['people.name COLLATE NOCASE', 'people.id'] }),
})

export const personRows = rowsOf<ListedPerson, NewPersonValues>(personKind)

/** Writes shared by the pages and the API of people. */
export const personResource = resourceOf(personKind, person, personRows)
