import { Temporal } from 'temporal-polyfill'
import { addDays, dayLengthSeconds, dayStart } from '../../../lib/time/days'

/** `YYYY-MM-DD` and `HH:MM:SS` */
export type WallTime = { date: string; time: string }

const DAY_SECONDS = 86_400

/** Seconds since midnight, on a day without a clock change. */
const secondsOf = (time: string) => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

export const wallSeconds = (from: WallTime, to: WallTime) =>
  (Date.parse(`${to.date}T${to.time}Z`) - Date.parse(`${from.date}T${from.time}Z`)) / 1000

/** Instants (epoch ms) of a wall-clock time: two in a repeated hour, else one. */
type InstantsOf = (wall: WallTime) => number[]

/**
 * Returns a function that resolves wall-clock times in a zone. A skipped hour is resolved like Temporal's "compatible".
 * Temporal is used only near clock changes, because a long log needs a hundred thousand instants. A change may be on
 * the next date: St John's set its clocks back at a minute past midnight.
 */
export const zoneResolver = (timeZone: string): InstantsOf => {
  const zone = { time_zone: timeZone, day_start_minute: 0 }
  const isSteady = (date: string) => dayLengthSeconds(date, zone) === DAY_SECONDS
  const steadyStarts = new Map<string, number | null>()
  const steadyStart = (date: string) => {
    const known = steadyStarts.get(date)
    if (known !== undefined) return known
    const start = isSteady(date) && isSteady(addDays(date, 1)) ? dayStart(date, zone) : null
    steadyStarts.set(date, start)
    return start
  }
  return ({ date, time }) => {
    const start = steadyStart(date)
    if (start !== null) return [start + secondsOf(time) * 1000]
    const plain = Temporal.PlainDateTime.from(`${date}T${time}`)
    const earlier = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
    const later = plain.toZonedDateTime(timeZone, { disambiguation: 'later' })
    const isSkipped = !earlier.toPlainDateTime().equals(plain)
    return [...new Set(isSkipped ? [later.epochMilliseconds] : [earlier.epochMilliseconds, later.epochMilliseconds])]
  }
}

/**
 * Interval between two wall-clock times; null if it ends before it starts. In a repeated hour the tracked `seconds`
 * decide; without them, the first interval that fits.
 */
export const intervalOf = (start: WallTime, end: WallTime, seconds: number | null, instantsOf: InstantsOf) => {
  const ends = instantsOf(end)
  const intervals = instantsOf(start)
    .flatMap((started_at) => ends.map((ended_at) => ({ started_at, ended_at })))
    .filter(({ started_at, ended_at }) => ended_at >= started_at)
  const over = ({ started_at, ended_at }: (typeof intervals)[number]) => (ended_at - started_at) / 1000 - (seconds ?? 0)
  const tracked = intervals.find((interval) => Math.abs(over(interval)) <= 1) ?? intervals.find((i) => over(i) >= 0)
  return (seconds === null ? null : tracked) ?? intervals[0] ?? null
}
