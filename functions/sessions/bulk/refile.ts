import { sameClock } from '../../lib/days'
import type { EditSession } from './plan'
import type { Refile } from './schema'

/** Keeps the instants, which may count on other days, or the clock times, which moves the instants. */
export const refileBy =
  ({ time_zone, day_start, keep }: Refile): EditSession =>
  (session) => {
    const zone = {
      time_zone: time_zone ?? session.time_zone,
      day_start_minute: day_start ?? session.day_start_minute,
    }
    const { started_at, ended_at } = session
    const start = keep === 'clock' ? sameClock(started_at, session.time_zone, zone.time_zone) : started_at
    return { ...session, ...zone, started_at: start, ended_at: start + ended_at - started_at }
  }
