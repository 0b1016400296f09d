import { z } from 'zod'
import { dateInput } from '../../lib/api/values'
import { jsonColumn, textsColumn } from '../../lib/db/sql'
import {
  choiceField,
  dateField,
  filingField,
  minutesField,
  textField,
  timeField,
  titleField,
} from '../../lib/resource/fields'
import { defineKind } from '../../lib/resource/kind'
import { dateMember, lineMember } from '../../lib/resource/members'
import { type Clock, duration, shortDate, wallClock, weekdayDay, zoneName } from '../../lib/text/format'
import { localDateTime, wallTime } from '../../lib/time/days'
import { repeat, repeatNames } from '../../lib/time/repeat'

/** Maximum length in characters. */
export const meetingTitleLimit = 200
export const noteLimit = 10_000
export const peopleTextLimit = 5_000

/** Maximum number of attendees. */
export const attendeesLimit = 50

/** Minutes. A day has 25 hours when clocks go back. */
export const durationLimits = { min: 1, max: 25 * 60 }

/** The notes of a meeting, in the order of its phases. */
export const noteFields = ['preparation_notes', 'questions_asked', 'outcome_notes'] as const
export type NoteField = (typeof noteFields)[number]
export const noteField = z.enum(noteFields)

/** Column with the version of each note. Every change of the note adds 1. */
export const noteVersionColumns = {
  preparation_notes: 'preparation_version',
  questions_asked: 'questions_version',
  outcome_notes: 'outcome_version',
} as const satisfies Record<NoteField, string>

export const noteNames = {
  preparation_notes: 'Preparation',
  questions_asked: 'Questions',
  outcome_notes: 'Outcome',
} as const

const noDuration = `Enter whole minutes from ${durationLimits.min} to ${durationLimits.max}`
const noLength = 'Enter a length, such as 45m or 1h, up to 25 hours'

const noteOf = (field: NoteField) =>
  textField(noteNames[field], noteLimit, { none: 'Enter the notes as text', subject: 'Notes have' })

/** Definition of meetings. In forms, `people` (names) replaces `attendees` (ids). */
export const meetingKind = defineKind(
  'meeting',
  {
    title: titleField(meetingTitleLimit),
    /** Date and time (`09:30`) in the meeting's `time_zone`. */
    date: {
      ...dateField('Date', 'The local date.'),
      member: dateMember().optional(),
      input: dateInput.optional().meta({ description: 'Defaults to today.' }),
    },
    time: timeField('Time', 'The local time in `time_zone`; null for none.'),
    duration_minutes: minutesField('Length', {
      ...durationLimits,
      none: noLength,
      range: noLength,
      least: noDuration,
      most: noDuration,
    }),
    repeat: {
      ...choiceField('Repeats', repeatNames, 'none', 'Choose how often it repeats'),
      // No list filters by this field.
      names: undefined,
      json: repeat.meta({
        description:
          'After a repeating meeting ends, its next one is created with its time, people and preparation; only that one repeats then.',
      }),
    },
    organization_id: filingField('organization_id'),
    project_id: filingField('project_id'),
    preparation_notes: noteOf('preparation_notes'),
    questions_asked: noteOf('questions_asked'),
    outcome_notes: noteOf('outcome_notes'),
  },
  {
    time_zone: z.string(),
    /** Ids of people. */
    attendees: textsColumn,
    /** Id of its session, which may be deleted. */
    session_id: z.string().nullable().meta({ description: 'The session that was logged or started for it.' }),
    /** Date from which repetitions are counted. Only the last meeting of a series repeats. */
    repeat_from: z.string().nullable(),
    repeats: z.string().nullable().meta({ description: 'The meeting that it follows.' }),
  },
  { attendees: z.array(z.string()).meta({ description: 'Ids of people.' }), repeat_from: null },
)

export const MeetingRow = meetingKind.Row
export type MeetingRow = z.output<typeof MeetingRow>

export const Attendee = z.object({ id: z.string(), name: z.string() })
export type Attendee = z.output<typeof Attendee>

/** A meeting with names of other rows; null or missing if these are deleted. */
export const ListedMeeting = meetingKind.Listed.extend({
  project_color: z.string().nullable(),
  preparation_version: z.int(),
  questions_version: z.int(),
  outcome_version: z.int(),
  attending: jsonColumn(z.array(Attendee)),
})
export type ListedMeeting = z.output<typeof ListedMeeting> & {
  /** Names of the attendees in the form's format. */
  people: string
}

const people = lineMember(peopleTextLimit, { none: 'Enter names', subject: 'The list of people has' }).optional()

export const NewMeetingForm = meetingKind.NewForm.extend({ people })
export const MeetingForm = meetingKind.EditForm.extend({ people })

export type NewMeetingValues = Pick<MeetingRow, 'title'> &
  Partial<Omit<ListedMeeting, 'id' | 'title' | 'seq' | 'created_at' | 'updated_at' | 'attending'>>

/** Settings that determine how a meeting's time is shown to a person. */
export type MeetingReader = { clock: Clock; time_zone: string }

type When = Pick<ListedMeeting, 'date' | 'time' | 'time_zone'>

/** Date and time of a meeting in the reader's zone, where it is drawn. */
export const localWhen = ({ date, time, time_zone }: When, own: string) => {
  if (time === null || time_zone === own) return { date, time }
  const local = localDateTime(wallTime(date, time, { time_zone, day_start_minute: 0 }), own)
  return { date: local.date, time: local.time.slice(0, 5) }
}

/** ` (09:30 Europe/Lisbon)` if the meeting's zone shows another time, with the day if that differs; else empty. */
export const zoneWords = (meeting: When, { clock, time_zone }: MeetingReader) => {
  const { date, time } = localWhen(meeting, time_zone)
  if (meeting.time === null || (date === meeting.date && time === meeting.time)) return ''
  const day = date === meeting.date ? '' : `${weekdayDay(meeting.date)} `
  return ` (${day}${wallClock(meeting.time, clock)} ${zoneName(meeting.time_zone)})`
}

/** `10:30 (09:30 Europe/Lisbon)`; empty without a time. */
export const timeWords = (meeting: When, reader: MeetingReader) => {
  const { time } = localWhen(meeting, reader.time_zone)
  return time === null ? '' : `${wallClock(time, reader.clock)}${zoneWords(meeting, reader)}`
}

/** `30m`; empty without a length. */
export const lengthWords = ({ duration_minutes }: Pick<ListedMeeting, 'duration_minutes'>) =>
  duration_minutes === null ? '' : duration(duration_minutes * 60)

/** `Tue 24 Nov, 09:30, 30m` */
export const whenWords = (meeting: When & Parameters<typeof lengthWords>[0], reader: MeetingReader, today: string) =>
  [dateWords(meeting, reader, today), timeWords(meeting, reader), lengthWords(meeting)].filter(Boolean).join(', ')

export const dateWords = (meeting: When, { time_zone }: MeetingReader, today: string) => {
  const { date } = localWhen(meeting, time_zone)
  return date === today ? 'Today' : shortDate(date, today)
}

export type BriefLearning = { id: string; title: string; date: string }

/** A meeting's session, logged or running; null without a session or if it is deleted. */
export type SessionOfMeeting = {
  id: string
  status: 'active' | 'completed' | 'abandoned'
  /** epoch ms */
  started_at: number
  duration_seconds: number
  time_zone: string
}

/** Start (epoch ms) and length of a meeting; null without a time or a length. */
export const timesOf = ({ date, time, time_zone, duration_minutes }: ListedMeeting) =>
  time === null || duration_minutes === null
    ? null
    : { started_at: wallTime(date, time, { time_zone, day_start_minute: 0 }), duration_seconds: duration_minutes * 60 }

/** Joins names by commas. Quotes a name that contains a comma or a quote. */
export const namesText = (names: string[]) =>
  names.map((name) => (/[,"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ')

/** Maximum number of attendees whom a list names. */
export const listedNamesLimit = 3
