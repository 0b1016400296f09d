import { wallTime } from '../lib/days'
import type { ListedMeeting } from './schema'

export type BriefLearning = { id: string; title: string; date: string }

/** The session of a meeting: logged or running; null without one and while it is deleted. */
export type OwnSession = {
  id: string
  status: 'active' | 'completed' | 'abandoned'
  /** epoch ms */
  started_at: number
  duration_seconds: number
  time_zone: string
}

/** Start (epoch ms) and length of a meeting; null while it has no time or no length. */
export const timesOf = ({ date, time, time_zone, duration_minutes }: ListedMeeting) =>
  time === null || duration_minutes === null
    ? null
    : { started_at: wallTime(date, time, { time_zone, day_start_minute: 0 }), duration_seconds: duration_minutes * 60 }
