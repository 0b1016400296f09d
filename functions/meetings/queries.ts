import type { z } from 'zod'
import { columnsAre, dateIsIn, joined } from '../lib/conditions'
import { lastWritten, readsOf } from '../lib/resource/reads'
import { constant, part } from '../lib/sql'
import { namesText } from './attendees'
import { attendeesLimit, filing, ListedMeeting } from './schema'

const columnsWith = (notes: string, named: number) => part`
      meetings.id, meetings.title, meetings.date, meetings.time, meetings.time_zone, meetings.duration_minutes,
      meetings.organization_id, meetings.project_id, meetings.attendees, meetings.session_id,
      ${constant(notes)}, meetings.preparation_version, meetings.questions_version, meetings.outcome_version, meetings.seq, meetings.created_at, meetings.updated_at,
      projects.color AS project_color, ${filing.selectedNames},
      (SELECT json_group_array(json_object('id', id, 'name', name))
        FROM (
          SELECT value AS id, (
            SELECT people.name FROM people
            WHERE people.user_id = meetings.user_id AND people.id = value AND people.deleted_at IS NULL) AS name
          FROM json_each(meetings.attendees)
          WHERE key < ${constant(String(named))})
        WHERE name IS NOT NULL) AS attending`

/** People whom a list names of a meeting. */
export const namedInList = 3

const withPeople = (meeting: z.output<typeof ListedMeeting>) => ({
  ...meeting,
  people: namesText(meeting.attending.map(({ name }) => name)),
})

/** Empty members filter nothing. Dates are inclusive. The next ones come first with `isAhead`, else the last ones. */
type MeetingFilter = { isAhead?: boolean } & Partial<
  Record<'person_id' | 'from' | 'to' | (typeof filing.ids)[number], string>
>

export const {
  find: meeting,
  list: meetings,
  page: pageOfMeetings,
} = readsOf({
  kind: 'meeting',
  schema: ListedMeeting.transform(withPeople),
  columns: columnsWith('meetings.preparation_notes, meetings.questions_asked, meetings.outcome_notes', attendeesLimit),
  shortColumns: columnsWith("'' AS preparation_notes, '' AS questions_asked, '' AS outcome_notes", namedInList),
  joins: filing.withNames,
  where: ({ person_id, organization_id, project_id, ...dates }: MeetingFilter) =>
    joined([
      columnsAre('meetings', { organization_id, project_id }),
      dateIsIn('meetings.date', dates),
      person_id && part`AND EXISTS (SELECT 1 FROM json_each(meetings.attendees) WHERE value = ${person_id})`,
    ]),
  order: ({ q, isAhead }) =>
    q
      ? lastWritten
      : { columns: ['meetings.date', "coalesce(meetings.time, '')", 'meetings.id'], isDescending: !isAhead },
})
