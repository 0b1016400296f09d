import { type FreeDays, freeDay } from '../../ledger/streaks'
import { timeOfMinute } from '../../lib/text/format'
import { addDays, dayOf, dayStart, wallTime, type Zone } from '../../lib/time/days'
import type { How } from './schema'

/** Days off are read this many days before and after now. */
export const daysOffMargin = 62

export type QuietTimes = { how: How; zone: Zone; free: FreeDays }

type Stretch = { start: number; end: number }

const holds = ({ start, end }: Stretch, instant: number) => start <= instant && instant < end

/** The quiet night or quiet day that contains an instant. */
const stretchAt = (instant: number, { how, zone, free }: QuietTimes): Stretch | undefined => {
  const clock = { time_zone: zone.time_zone, day_start_minute: 0 }
  const night = (date: string): Stretch => ({
    start: wallTime(date, timeOfMinute(how.quiet_from), clock),
    end: wallTime(addDays(date, Number(how.quiet_to <= how.quiet_from)), timeOfMinute(how.quiet_to), clock),
  })
  const date = dayOf(instant, clock)
  const nights = how.quiet_hours && how.quiet_from !== how.quiet_to ? [night(addDays(date, -1)), night(date)] : []
  const day = dayOf(instant, zone)
  const off = { start: dayStart(day, zone), end: dayStart(addDays(day, 1), zone) }
  return [...nights, ...(how.quiet_days_off && freeDay(day, free) ? [off] : [])].find((one) => holds(one, instant))
}

const follow = (instant: number, quiet: QuietTimes, next: (stretch: Stretch) => number) => {
  let at = instant
  for (let steps = 0; steps < 2 * daysOffMargin; steps += 1) {
    const stretch = stretchAt(at, quiet)
    if (!stretch) break
    at = next(stretch)
  }
  return at
}

/** End of the quiet time that contains an instant (epoch ms); else the instant itself. */
export const quietUntil = (instant: number, quiet: QuietTimes) => follow(instant, quiet, ({ end }) => end)

/** The last instant before the quiet time that contains an instant (epoch ms); else the instant itself. */
export const quietSince = (instant: number, quiet: QuietTimes) => follow(instant, quiet, ({ start }) => start - 1)
