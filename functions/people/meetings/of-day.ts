import type { LocalNow } from '../../lib/env'
import { spanAt } from '../../lib/time/days'
import type { ListedMeeting } from './schema'

/** A meeting with its times (epoch ms); null for one that has no time. */
export type MeetingOfDay = ListedMeeting & { times: { start: number; end: number } | null }

type When = Pick<ListedMeeting, 'date' | 'time' | 'time_zone' | 'duration_minutes'>

/** Times of a meeting (epoch ms), by the usual length without one of its own; null without a time. */
export const startAndEnd = ({ date, time, time_zone, duration_minutes }: When): MeetingOfDay['times'] =>
  time === null ? null : spanAt(date, time, duration_minutes, { time_zone, day_start_minute: 0 })

/** True for a meeting that has ended; one without a time has when its day is over. */
export const isOver = (meeting: When, { today, instant }: Pick<LocalNow, 'today' | 'instant'>) => {
  const times = startAndEnd(meeting)
  return times ? times.end <= instant : meeting.date < today
}

/** Meetings with their times, without those that are drawn as their sessions. @param held ids of these */
export const meetingsBeside = (meetings: ListedMeeting[], held: Set<string>) =>
  meetings
    .filter(({ session_id }) => session_id === null || !held.has(session_id))
    .map((meeting): MeetingOfDay => ({ ...meeting, times: startAndEnd(meeting) }))
