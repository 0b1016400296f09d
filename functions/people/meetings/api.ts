import { z } from 'zod'
import { idInput } from '../../lib/api/values'
import { idFilter } from '../../lib/resource/filing'
import { kindApi } from '../../lib/resource/kind-api'
import { isTimeZone } from '../../lib/time/days'
import { meetings } from './queries'
import { meetingResource } from './resource'
import { attendeesLimit, meetingKind } from './schema'

const noZone = 'Enter an IANA time zone, such as Europe/Lisbon'

/** Members of the request body that forms do not have. */
const more = {
  time_zone: z
    .string(noZone)
    .refine(isTimeZone, noZone)
    .optional()
    .meta({ example: 'Europe/Lisbon', description: 'Time zone of `date` and `time`; defaults to yours.' }),
  attendees: z
    .array(idInput, 'Enter a list of ids of people')
    .max(attendeesLimit, `At most ${attendeesLimit} people`)
    .optional()
    .meta({ maxItems: attendeesLimit, description: 'Ids of your people.' }),
}

/** `/api/v1/meetings` */
export const meetingsApi = kindApi(meetingKind, meetingResource, {
  ...meetingKind.bodies(
    {
      create: { title: 'Weekly with Ada', date: '2026-11-24', time: '10:00', duration_minutes: 30 },
      patch: { outcome_notes: 'The plan holds until spring.' },
    },
    more,
    more,
  ),
  filter: { person_id: idFilter('Only meetings that this person attends.'), ...meetingKind.filter },
  list: meetings,
})
