import { endOf, type Interval } from '../lib/intervals'

const minuteMs = 60_000

/**
 * Returns when (epoch ms) the time tracked before `until` will have grown by a minute, or null when it will not grow.
 * @param until the instant that moves on as `now` does
 */
export const nextMinuteAfter = (intervals: Interval[], until: number, now: number) => {
  const waits = intervals
    .filter((interval) => endOf(interval) > until)
    .map((interval) => Math.max(interval.started_at - until, 0) + minuteMs)
  return waits.length > 0 ? now + Math.min(...waits) : null
}
