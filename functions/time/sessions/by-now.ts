import { addDays, dayStart, secondsBetween, type Zone } from '../../lib/days'
import { endOf } from '../../lib/hours'
import type { SessionOnDay } from './schema'

export type Now = { today: string; now: number; zone: Zone }

/** The instant on `date` at the time of day that `now` is today. */
export const sameTimeOn = (date: string, { today, now, zone }: Now) =>
  dayStart(date, zone) + now - dayStart(today, zone)

/** Seconds tracked on `date` before `until` (epoch ms). */
export const secondsUntil = (sessions: SessionOnDay[], date: string, until: number) => {
  return sessions.reduce((seconds, session) => {
    const [start, end] = [dayStart(date, session), dayStart(addDays(date, 1), session)]
    return seconds + secondsBetween(session.started_at, endOf(session), start, Math.min(Math.max(start, until), end))
  }, 0)
}
