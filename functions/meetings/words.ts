import { type Clock, duration, longDate, shortDate, wallClock, zoneName } from '../lib/format'
import type { ListedMeeting } from './schema'

/** How a meeting's time reads for a person. */
export type Reader = { clock: Clock; time_zone: string }

type When = Pick<ListedMeeting, 'time' | 'time_zone' | 'duration_minutes'>

/** `09:30 (Lisbon)` where the zone is not the reader's; empty without a time. */
export const timeWords = ({ time, time_zone }: When, { clock, time_zone: own }: Reader) => {
  if (time === null) return ''
  return `${wallClock(time, clock)}${time_zone === own ? '' : ` (${zoneName(time_zone)})`}`
}

/** `30m`; empty without a length. */
export const lengthWords = ({ duration_minutes }: When) =>
  duration_minutes === null ? '' : duration(duration_minutes * 60)

/** `Tue 24 Nov, 09:30, 30m` */
export const whenWords = (meeting: When & { date: string }, reader: Reader, today: string, long = false) =>
  [(long ? longDate : shortDate)(meeting.date, today), timeWords(meeting, reader), lengthWords(meeting)]
    .filter(Boolean)
    .join(', ')

export const noteNames = {
  preparation_notes: 'Preparation',
  questions_asked: 'Questions',
  outcome_notes: 'Outcome',
} as const
