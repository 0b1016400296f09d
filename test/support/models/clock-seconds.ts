import { addDays, dayStart, secondsBetween, type Zone } from '../../../functions/lib/time/days'
import { type Interval, intervalEnd } from '../../../functions/lib/time/hours'

/** Seconds of a day that the intervals cover, once where they overlap. */
export const clockSeconds = (intervals: Interval[], date: string, zone: Zone) => {
  const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
  const merged: { start: number; end: number }[] = []
  for (const interval of intervals.toSorted((a, b) => a.started_at - b.started_at)) {
    const last = merged.at(-1)
    if (last && interval.started_at <= last.end) last.end = Math.max(last.end, intervalEnd(interval))
    else merged.push({ start: interval.started_at, end: intervalEnd(interval) })
  }
  return merged.reduce((sum, { start, end }) => sum + secondsBetween(start, end, from, to), 0)
}
