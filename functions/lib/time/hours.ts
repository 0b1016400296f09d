import { Temporal } from 'temporal-polyfill'
import { dayLengthSeconds, dayOf, dayStart, localDateTime, secondsBetween, splitDays, type Zone } from './days'
import { hourMs } from './units'

/** An interval of tracked time. Idle time was cut off its end. `started_at` in epoch ms. */
export type Interval = { started_at: number; duration_seconds: number }

/** End of the interval in epoch ms. */
export const intervalEnd = (interval: Interval) => interval.started_at + interval.duration_seconds * 1000

export const overlaps = (a: Interval, b: Interval) => a.started_at < intervalEnd(b) && b.started_at < intervalEnd(a)

/** Merges overlapping intervals, sorted by start. */
const union = (intervals: Interval[]) => {
  const merged: { start: number; end: number }[] = []
  for (const interval of intervals.toSorted((a, b) => a.started_at - b.started_at)) {
    const last = merged.at(-1)
    if (last && interval.started_at <= last.end) last.end = Math.max(last.end, intervalEnd(interval))
    else merged.push({ start: interval.started_at, end: intervalEnd(interval) })
  }
  return merged
}

/** Seconds covered by the intervals. Overlaps count once. */
export const coveredSeconds = (intervals: Interval[]) =>
  Math.floor(union(intervals).reduce((sum, { start, end }) => sum + end - start, 0) / 1000)

/** For each interval, the number of its seconds that at least one other interval covers, too. */
export const overlapSeconds = (intervals: Interval[]) => {
  const changes = intervals
    .filter((interval) => interval.duration_seconds > 0)
    .flatMap((interval) => [
      { at: interval.started_at, by: 1 },
      { at: intervalEnd(interval), by: -1 },
    ])
    .sort((a, b) => a.at - b.at)
  const sharedUntil = new Map<number, number>()
  let [open, shared, previous] = [0, 0, 0]
  for (const { at, by } of changes) {
    if (open > 1) shared += at - previous
    sharedUntil.set(at, shared)
    open += by
    previous = at
  }
  const until = (at: number) => sharedUntil.get(at) ?? 0
  return intervals.map((interval) => Math.floor((until(intervalEnd(interval)) - until(interval.started_at)) / 1000))
}

/** Next instant, at most an hour away, at which the wall-clock hour changes or clocks are changed. */
const hourEnd = (instant: number, timeZone: string) => {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
  const left = hourMs - (local.minute * 60_000 + local.second * 1000 + local.millisecond)
  const change = local.getTimeZoneTransition('next')?.epochMilliseconds
  return change === undefined ? instant + left : Math.min(instant + left, change)
}

/** Wall-clock hour (0 to 23) at an instant, and the instant at which it ends (epoch ms). */
export const hourAt = (instant: number, timeZone: string) => {
  const midnights = { time_zone: timeZone, day_start_minute: 0 }
  const date = dayOf(instant, midnights)
  if (dayLengthSeconds(date, midnights) === 86_400) {
    const start = dayStart(date, midnights)
    const hour = Math.floor((instant - start) / hourMs)
    return { hour, until: start + (hour + 1) * hourMs }
  }
  return { hour: Number(localDateTime(instant, timeZone).time.slice(0, 2)), until: hourEnd(instant, timeZone) }
}

/**
 * Splits a session's seconds by wall-clock hour (0 to 23) within each local day. An hour that occurs twice is counted
 * as one. The first entry is the session's first hour, even with 0 seconds. The hours of a day sum up to `splitDays`.
 */
export const splitHours = (
  startedAt: number,
  durationSeconds: number,
  zone: Zone,
): [date: string, hour: number, seconds: number][] => {
  const end = startedAt + durationSeconds * 1000
  const split = new Map<string, [string, number, number]>()
  let before = 0
  for (const [date, seconds] of splitDays(startedAt, durationSeconds, zone)) {
    let at = startedAt + before * 1000
    const dayEnd = at + seconds * 1000
    do {
      const { hour, until } = hourAt(at, zone.time_zone)
      const part = secondsBetween(startedAt, end, at, Math.min(until, dayEnd))
      const known = split.get(`${date} ${hour}`)
      if (known) known[2] += part
      else if (part > 0 || split.size === 0) split.set(`${date} ${hour}`, [date, hour, part])
      at = until
    } while (at < dayEnd)
    before += seconds
  }
  return [...split.values()]
}

export const splitsOf = ({ started_at, duration_seconds, ...zone }: Zone & Interval) => ({
  days: splitDays(started_at, duration_seconds, zone),
  hours: splitHours(started_at, duration_seconds, zone),
})
