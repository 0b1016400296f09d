import { wallTime } from '../../lib/days'
import type { ListedMeeting } from './schema'

/** A meeting without a length is drawn with this one, in minutes. */
const usualMinutes = 30

/** A meeting with its times (epoch ms); null for one that has no time. */
export type MeetingOfDay = ListedMeeting & { times: { start: number; end: number } | null }

const withTimes = (meeting: ListedMeeting): MeetingOfDay => {
  const { date, time, time_zone, duration_minutes } = meeting
  if (time === null) return { ...meeting, times: null }
  const start = wallTime(date, time, { time_zone, day_start_minute: 0 })
  return { ...meeting, times: { start, end: start + (duration_minutes ?? usualMinutes) * 60_000 } }
}

/** True for a meeting that has ended; one without a time never has. @param now epoch ms */
export const isOver = (meeting: ListedMeeting, now: number) => {
  const { times } = withTimes(meeting)
  return times !== null && times.end <= now
}

/** Those of today that have ended are past, the last first. @param ahead from today on, the next first */
export const splitAtNow = (ahead: ListedMeeting[], past: ListedMeeting[], now: number) => ({
  ahead: ahead.filter((meeting) => !isOver(meeting, now)),
  past: [...ahead.filter((meeting) => isOver(meeting, now)).toReversed(), ...past],
})

/** Meetings with their times, without those that are drawn as their sessions. @param held ids of these */
export const meetingsBeside = (meetings: ListedMeeting[], held: Set<string>) =>
  meetings.filter(({ session_id }) => session_id === null || !held.has(session_id)).map(withTimes)
