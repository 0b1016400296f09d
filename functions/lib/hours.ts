import { Temporal } from 'temporal-polyfill'
import { dayLengthSeconds, dayOf, dayStart, localDateTime, secondsBetween, splitDays, type Zone } from './days'

const HOUR_MS = 3_600_000

/** Next instant, at most an hour away, at which a zone's clocks show another hour or are changed. */
const hourEnd = (instant: number, timeZone: string) => {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
  const left = HOUR_MS - (local.minute * 60_000 + local.second * 1000 + local.millisecond)
  const change = local.getTimeZoneTransition('next')?.epochMilliseconds
  return change === undefined ? instant + left : Math.min(instant + left, change)
}

/** Hour (0 to 23) on a zone's clocks at an instant, and until when (epoch ms). */
export const hourAt = (instant: number, timeZone: string) => {
  const midnights = { time_zone: timeZone, day_start_minute: 0 }
  const date = dayOf(instant, midnights)
  if (dayLengthSeconds(date, midnights) === 86_400) {
    const start = dayStart(date, midnights)
    const hour = Math.floor((instant - start) / HOUR_MS)
    return { hour, until: start + (hour + 1) * HOUR_MS }
  }
  return { hour: Number(localDateTime(instant, timeZone).time.slice(0, 2)), until: hourEnd(instant, timeZone) }
}

/**
 * Splits a session's seconds by the hours (0 to 23) on the clocks within each local day. An hour that is shown twice is
 * one. The first entry is its first hour, even with 0 seconds. The hours of a day sum to its seconds in `splitDays`.
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

export const splitsOf = ({
  started_at,
  duration_seconds,
  ...zone
}: Zone & { started_at: number; duration_seconds: number }) => ({
  days: splitDays(started_at, duration_seconds, zone),
  hours: splitHours(started_at, duration_seconds, zone),
})
