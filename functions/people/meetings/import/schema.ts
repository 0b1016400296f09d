import { z } from 'zod'
import { LeftOut } from '../../../lib/files/left-out'
import { filingMessages } from '../../../lib/resource/filing'
import { dateMember } from '../../../lib/resource/members'
import { grouped } from '../../../lib/text/format'
import { addDays, daysBetween } from '../../../lib/time/days'

/** Meetings of one import. */
export const meetingsLimit = 1_000

const rangeYears = 2
const rangeDays = 366 * rangeYears

/** Default days before and after today of an import. */
const daysBefore = 30
const daysAfter = 90

/** Local dates, both inclusive. */
export type Dates = { from: string; to: string }

export const usualDates = (today: string): Dates => ({
  from: addDays(today, -daysBefore),
  to: addDays(today, daysAfter),
})

/** Errors of a range, by field; null for a valid one. */
export const datesErrors = ({ from, to }: Dates) => {
  if (to < from) return { to: ['Enter a date that is not before the first'] }
  if (daysBetween(from, to) >= rangeDays) return { to: [`Enter a date at most ${rangeYears} years after the first`] }
  return null
}

/** An attendee of an event. `email`: lower case, empty without an address. */
export const Invited = z.object({ name: z.string(), email: z.string() })
export type Invited = z.infer<typeof Invited>

/** A meeting as a calendar has it, at the person's own date and time. */
export const ReadMeeting = z.object({
  /** `import_key` */
  key: z.string(),
  title: z.string(),
  date: z.string(),
  time: z.string().nullable(),
  duration_minutes: z.int().nullable(),
  preparation_notes: z.string(),
  invited: z.array(Invited),
  /** Zone of the event where it is not the person's own. */
  zone: z.string().nullable(),
  repeats: z.boolean(),
  /** Version of the event, and the start of its series as its keys name dates; null where the file has only changes. */
  sequence: z.int(),
  start: z.string().nullable(),
})
export type ReadMeeting = z.infer<typeof ReadMeeting>

/** Invitations that one import takes. */
const invitedLimit = 20_000

/** Why meetings are too many for one import, which is one batch; null where they are not. @param advice a sentence */
export const tooMany = (meetings: ReadMeeting[], advice: string) => {
  const count = grouped(meetings.length)
  if (meetings.length > meetingsLimit) {
    return `The calendar has ${count} meetings in these dates, and at most ${grouped(meetingsLimit)} can be added at once. ${advice}`
  }
  const invitations = meetings.reduce((sum, { invited }) => sum + invited.length, 0)
  return invitations > invitedLimit ? `The calendar has too many people at ${count} meetings. ${advice}` : null
}

/** A message about an event, with the line on which it starts. */
export const Remark = z.object({ line: z.int(), name: z.string(), message: z.string() })
export type Remark = z.infer<typeof Remark>

/** A date of an event that does not come in. */
const OtherDate = ReadMeeting.omit({ preparation_notes: true, invited: true, zone: true }).extend({
  why: z.enum(['cancelled', 'declined', 'outside']),
})
export type OtherDate = z.infer<typeof OtherDate>

/** An event of a file that has it as a whole, and not only changes of single dates. `sequence` is the highest of all. */
const Series = z.object({
  line: z.int(),
  name: z.string(),
  uid: z.string(),
  sequence: z.int(),
  start: z.string(),
})
export type Series = z.infer<typeof Series>

export const ReadCalendar = z.object({
  dates: z.object({ from: z.string(), to: z.string() }),
  meetings: z.array(ReadMeeting),
  others: z.array(OtherDate),
  series: z.array(Series),
  /** Events that cannot be read. */
  refused: z.array(Remark),
  /** Events that are cancelled or declined, or whose rule has no dates. */
  skipped: z.array(Remark),
  /** About events that come in. */
  warnings: z.array(Remark),
  /** Left-out parts of events and other components. Calendars stored by earlier versions lack this list. */
  left_out: z.array(LeftOut).default([]),
  /** Events on other dates. */
  outside: z.int(),
  /** Events with later dates, and the first of these. A calendar that was kept before does not say. */
  later: z.int().default(0),
  next_date: z.string().nullable().default(null),
})
export type ReadCalendar = z.infer<typeof ReadCalendar>

/** An import that waits for its confirmation. */
export const Upload = z.object({
  read: ReadCalendar,
  dates: z.object({ from: z.string(), to: z.string() }),
  organization_id: z.string().nullable(),
})
export type Upload = z.infer<typeof Upload>

export const ImportForm = z.object({
  from: dateMember(),
  to: dateMember(),
  organization_id: z.string(filingMessages.organization_id).max(100, filingMessages.organization_id).default(''),
})
