import { wallTime } from '../../lib/days'
import type { LocalNow } from '../../lib/env'
import type { ListedMeeting } from './schema'

/** A meeting without a length is drawn with this one, in minutes. */
const usualMinutes = 30

/** A meeting with its times (epoch ms); null for one that has no time. */
export type MeetingOfDay = ListedMeeting & { times: { start: number; end: number } | null }

type When = Pick<ListedMeeting, 'date' | 'time' | 'time_zone' | 'duration_minutes'>

const startAndEnd = ({ date, time, time_zone, duration_minutes }: When): MeetingOfDay['times'] => {
  if (time === null) return null
  const start = wallTime(date, time, { time_zone, day_start_minute: 0 })
  return { start, end: start + (duration_minutes ?? usualMinutes) * 60_000 }
}

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
