import { addDays, dayStart, type Zone } from '../functions/lib/days'
import { coveredSeconds, endOf, type Interval } from '../functions/lib/intervals'

/** Seconds of a day that the intervals cover, once where they overlap. */
export const clockSeconds = (intervals: Interval[], date: string, zone: Zone) => {
  const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
  const parts = intervals.map((interval) => {
    const start = Math.max(interval.started_at, from)
    return { started_at: start, duration_seconds: Math.max(0, (Math.min(endOf(interval), to) - start) / 1000) }
  })
  return coveredSeconds(parts)
}
