import { z } from 'zod'
import { dateInput, idInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { onlyOf } from '../../lib/resource/filing'
import { bodiesOf, timeInput } from '../../lib/resource/members'
import { resourceApi } from '../../lib/resource/resource-api'
import { isTimeZone } from '../../lib/time/days'
import { repeat } from '../../lib/time/repeat'
import { meetings } from './queries'
import { meetingResource } from './resource'
import { attendeesLimit, filing, MeetingRow, minutesMember, noteMembers, sharedFields } from './schema'

const MeetingJson = MeetingRow.omit({ repeat_from: true })
  .extend({
    date: z.string().meta({ format: 'date', example: '2026-11-21', description: 'The local date.' }),
    time: z
      .string()
      .nullable()
      .meta({ example: '09:30', description: 'The local time in `time_zone`; null for none.' }),
    attendees: z.array(z.string()).meta({ description: 'Ids of people.' }),
    repeat: repeat.meta({
      description:
        'A repeating meeting that is over makes its next one, with its time, people and preparation, and that repeats in its place.',
    }),
    repeats: z.string().nullable().meta({ description: 'The meeting that it follows.' }),
    session_id: z.string().nullable().meta({ description: 'The session that was logged or started for it.' }),
    ...rowMembers,
  })
  .meta({ id: 'Meeting' })

const noZone = 'Enter an IANA time zone, such as Europe/Lisbon'

/** `/api/v1/meetings` */
export const meetingsApi = resourceApi(meetingResource, {
  aName: 'a meeting',
  tag: 'Meetings',
  schema: MeetingJson,
  ...bodiesOf({
    id: 'Meeting',
    fields: {
      ...sharedFields,
      date: dateInput.optional().meta({ description: 'Today, unless it is given.' }),
      time: timeInput.optional(),
      time_zone: z
        .string(noZone)
        .refine(isTimeZone, noZone)
        .optional()
        .meta({ example: 'Europe/Lisbon', description: 'That of `date` and `time`; yours, unless it is given.' }),
      duration_minutes: minutesMember.optional(),
      attendees: z
        .array(idInput, 'Enter a list of ids of people')
        .max(attendeesLimit, `At most ${attendeesLimit} people`)
        .optional()
        .meta({ maxItems: attendeesLimit, description: 'Ids of your people.' }),
      ...noteMembers,
      ...filing.members,
    },
    examples: {
      create: { title: 'Weekly with Ada', date: '2026-11-24', time: '10:00', duration_minutes: 30 },
      patch: { outcome_notes: 'The plan holds until spring.' },
    },
  }),
  filter: {
    person_id: onlyOf('To which this person comes.'),
    ...filing.filters,
    from: dateInput.optional(),
    to: dateInput.optional(),
    q: SearchFilter,
  },
  list: meetings,
})
