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
export const isOver = ({ times }: Pick<MeetingOfDay, 'times'>, now: number) => times !== null && times.end <= now

/**
 * Moves meetings that have ended to the past. Both lists stay in their order.
 * @param ahead of today and later, the next first
 * @param past of earlier days, the last first
 */
export const splitAtNow = (ahead: ListedMeeting[], past: ListedMeeting[], now: number) => {
  const ended = new Set(ahead.filter((meeting) => isOver(withTimes(meeting), now)))
  return {
    ahead: ahead.filter((meeting) => !ended.has(meeting)),
    past: [...[...ended].reverse(), ...past],
  }
}

/** Meetings with their times, without those that are drawn as their sessions. @param held ids of these */
export const meetingsBeside = (meetings: ListedMeeting[], held: Set<string>) =>
  meetings.filter(({ session_id }) => session_id === null || !held.has(session_id)).map(withTimes)
