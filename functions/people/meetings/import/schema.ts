import { z } from 'zod'
import { LeftOut } from '../../../lib/files/left-out'
import { filingMessages } from '../../../lib/resource/filing'
import { dateMember } from '../../../lib/resource/members'
import { grouped } from '../../../lib/text/format'
import { addDays, daysBetween } from '../../../lib/time/days'

/** Maximum number of meetings in an import. */
export const meetingsLimit = 1_000

const rangeYears = 2
const rangeDays = 366 * rangeYears

/** Default number of days before today, and after it, of an import. */
const daysBefore = 30
const daysAfter = 90

/** Range of local dates, both inclusive. */
export type ImportDates = { from: string; to: string }

export const usualDates = (today: string): ImportDates => ({
  from: addDays(today, -daysBefore),
  to: addDays(today, daysAfter),
})

/** Errors of an invalid range by field; null for a valid range. */
export const datesErrors = ({ from, to }: ImportDates) => {
  if (to < from) return { to: ['Enter a date that is not before the first'] }
  if (daysBetween(from, to) >= rangeDays) return { to: [`Enter a date at most ${rangeYears} years after the first`] }
  return null
}

/** An attendee of an event. `email` is in lower case; empty without an address. */
export const Invitee = z.object({ name: z.string(), email: z.string() })
export type Invitee = z.infer<typeof Invitee>

/** A meeting from a calendar, at the person's local date and time. */
export const ReadMeeting = z.object({
  /** `import_key` */
  key: z.string(),
  title: z.string(),
  date: z.string(),
  time: z.string().nullable(),
  duration_minutes: z.int().nullable(),
  preparation_notes: z.string(),
  invited: z.array(Invitee),
  /** Zone of the event if it differs from the person's. */
  zone: z.string().nullable(),
  repeats: z.boolean(),
  /** Version of the event, and the start of its series; null if the file has only changes of the series. */
  sequence: z.int(),
  start: z.string().nullable(),
})
export type ReadMeeting = z.infer<typeof ReadMeeting>

/** Maximum number of invitations in an import. */
const invitedLimit = 20_000

/** Error if an import, which is one batch, has too many meetings; else null. @param advice a sentence */
export const tooManyError = (meetings: ReadMeeting[], advice: string) => {
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

/** A date of an event that is not imported, and the reason. */
const OtherDate = ReadMeeting.omit({ preparation_notes: true, invited: true, zone: true }).extend({
  why: z.enum(['cancelled', 'declined', 'outside']),
})
export type OtherDate = z.infer<typeof OtherDate>

/** An event that the file defines, not only changes of its dates. `sequence`: highest of all its versions. */
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
  /** Invalid events. */
  refused: z.array(Remark),
  /** Cancelled or declined events, and events whose rule has no dates. */
  skipped: z.array(Remark),
  /** Warnings about imported events. */
  warnings: z.array(Remark),
  /** Left-out parts of events and other components. Calendars stored by earlier versions lack this list. */
  left_out: z.array(LeftOut).default([]),
  /** Number of events that have dates only outside the range. */
  outside: z.int(),
  /** Number of events with later dates, and the first of these dates. Calendars stored before lack them. */
  later: z.int().default(0),
  next_date: z.string().nullable().default(null),
})
export type ReadCalendar = z.infer<typeof ReadCalendar>

/** An uploaded calendar that waits for confirmation. */
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
