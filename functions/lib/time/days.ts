import { Temporal } from 'temporal-polyfill'
import { dayMs } from './units'

/**
 * Caches up to `most` results of a function by its argument, for values that nearly every request needs. Callers share
 * the results, so they must not change them.
 */
export const memoize = <A, B>(most: number, of: (argument: A) => B) => {
  const known = new Map<A, B>()
  return (argument: A): B => {
    const before = known.get(argument)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const result = of(argument)
    known.set(argument, result)
    return result
  }
}

/** Defines a person's days: an IANA time zone, and the wall-clock minute (0 to 1439) at which a day starts. */
export type Zone = { time_zone: string; day_start_minute: number }

/** Supported years, both inclusive. */
export const firstYear = 1970
export const lastYear = 2199

const rememberedDates = 10_000

/** Days since 1970-01-01. Dates have no zone, so counting them needs no Temporal. */
export const dayNumber = memoize(rememberedDates, (date: string) => Date.parse(`${date}T00:00:00Z`) / dayMs)

/** The date of a `dayNumber`. */
export const dateOf = memoize(rememberedDates, (day: number) => new Date(day * dayMs).toISOString().slice(0, 10))

/** True for a date that exists, from 1970 to 2199. */
export const isDate = (text: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = dayNumber(text)
  const year = Number(text.slice(0, 4))
  return year >= firstYear && year <= lastYear && Number.isFinite(day) && dateOf(day) === text
}

export const addDays = (date: string, days: number) => dateOf(dayNumber(date) + days)

export const daysBetween = (from: string, to: string) => dayNumber(to) - dayNumber(from)

/** Every date of the range, both ends inclusive. */
export const datesBetween = (from: string, to: string) => {
  const last = dayNumber(to)
  const dates: string[] = []
  for (let day = dayNumber(from); day <= last; day += 1) dates.push(dateOf(day))
  return dates
}

const remainder = (n: number, divisor: number) => ((n % divisor) + divisor) % divisor

/** ISO weekday, from 1 for Monday to 7 for Sunday. @param day `dayNumber` */
export const weekdayOf = (day: number) => remainder(day + 3, 7) + 1

/** ISO weekday, from 1 for Monday to 7 for Sunday. */
export const isoWeekday = (date: string) => weekdayOf(dayNumber(date))

/** First day of the week that contains the date, if weeks start on `weekStart` (1 to 7). */
export const weekStartOf = (date: string, weekStart: number) =>
  addDays(date, -remainder(isoWeekday(date) - weekStart, 7))

export const weekOf = (date: string, weekStart: number): Range => {
  const from = weekStartOf(date, weekStart)
  return { from, to: addDays(from, 6) }
}

export const monthsOf = { month: 1, quarter: 3, year: 12 }

/** The calendar day, week, month, quarter or year that contains a date. */
export const calendarPeriod = (
  unit: 'day' | 'week' | keyof typeof monthsOf,
  date: string,
  weekStart: number,
): Range => {
  if (unit === 'day') return { from: date, to: date }
  if (unit === 'week') return weekOf(date, weekStart)
  const months = monthsOf[unit]
  const month = monthOf(date)
  const first = addMonths(month, -((Number(month.slice(5)) - 1) % months))
  return { from: monthStart(first), to: monthEnd(addMonths(first, months - 1)) }
}

/** ISO week number, 1 to 53. Week 1 has the year's first Thursday. */
export const isoWeekNumber = (date: string) => {
  const thursday = addDays(date, 4 - isoWeekday(date))
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1
}

/** ISO week: `2026-W07`. The year is that of the week's Thursday. */
export const isoWeekOf = (date: string) =>
  `${addDays(date, 4 - isoWeekday(date)).slice(0, 4)}-W${String(isoWeekNumber(date)).padStart(2, '0')}`

/** `YYYY-MM` */
export const monthOf = (date: string) => date.slice(0, 7)

export const addMonths = (month: string, months: number) => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String(remainder(count, 12) + 1).padStart(2, '0')}`
}

export const monthStart = (month: string) => `${month}-01`

export const monthEnd = (month: string) => addDays(monthStart(addMonths(month, 1)), -1)

/** Adds months to a date. Days beyond the end of the month become its last day. */
export const monthsLater = (date: string, months: number) => {
  const month = addMonths(monthOf(date), months)
  const [day, end] = [`${month}${date.slice(7)}`, monthEnd(month)]
  // biome-ignore lint/complexity/useMathMinMax: dates are texts
  return day < end ? day : end
}

/** A range of dates, or of months, both ends inclusive. */
export type Range = { from: string; to: string }

/** IANA's spelling of a zone: `Asia/Tokyo` for `asia/tokyo`. */
export const zoneId = (name: string) => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId

/** True for an IANA time zone. Temporal would throw on offsets (`+02:00`) and names that only `Intl` knows (`IST`). */
export const isTimeZone = (name: string) => {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return zoneId(name) !== ''
  } catch {
    return false
  }
}

const instantOf = (date: string, plainTime: string | { hour: number; minute: number }, timeZone: string) =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds

/** Cached day starts by zone, because Temporal takes tens of microseconds for each. Limited, to save memory. */
const starts = new Map<string, (day: number) => number>()
const MAX_ZONES = 16
const MAX_DAYS = 5_000

/** Returns a function for the start of a day (epoch ms) by its day number. */
const startOf = (zone: Zone) => {
  const key = `${zone.day_start_minute} ${zone.time_zone}`
  const known = starts.get(key)
  if (known) return known
  if (starts.size >= MAX_ZONES) starts.clear()
  const { time_zone, day_start_minute } = zone
  const time = { hour: Math.floor(day_start_minute / 60), minute: day_start_minute % 60 }
  const start = memoize(MAX_DAYS, (day: number) => instantOf(dateOf(day), time, time_zone))
  starts.set(key, start)
  return start
}

/** Day number of an instant: estimated in UTC, then corrected by a day or two. */
const dayAt = (instant: number, zone: Zone, start: (day: number) => number) => {
  let day = Math.floor((instant - zone.day_start_minute * 60_000) / dayMs)
  while (instant < start(day)) day -= 1
  while (instant >= start(day + 1)) day += 1
  return day
}

/** The person's date at an instant (epoch ms). */
export const dayOf = (instant: number, zone: Zone) => dateOf(dayAt(instant, zone, startOf(zone)))

/** Start of a person's day, in epoch ms. A day that the zone skipped starts with the next one. */
export const dayStart = (date: string, zone: Zone) => startOf(zone)(dayNumber(date))

/** Length of a day in seconds: 23 or 25 hours around clock changes, 0 for a day that the zone skipped. */
export const dayLengthSeconds = (date: string, zone: Zone) =>
  (dayStart(addDays(date, 1), zone) - dayStart(date, zone)) / 1000

/** Whole seconds of [start, end) between two boundaries; counted from the start, so that the parts sum to the whole. */
export const secondsBetween = (start: number, end: number, from: number, to: number) => {
  const offset = (boundary: number) => Math.floor((Math.min(Math.max(boundary, start), end) - start) / 1000)
  return offset(to) - offset(from)
}

/** Splits a session's seconds by local days, exactly. The first entry is its first day, even with 0 seconds. */
export const splitDays = (
  startedAt: number,
  durationSeconds: number,
  zone: Zone,
): [date: string, seconds: number][] => {
  const start = startOf(zone)
  const first = dayAt(startedAt, zone, start)
  const end = startedAt + durationSeconds * 1000
  const split: [string, number][] = []
  for (let day = first; day === first || start(day) < end; day += 1) {
    const seconds = secondsBetween(startedAt, end, start(day), start(day + 1))
    if (day === first || seconds > 0) split.push([dateOf(day), seconds])
  }
  return split
}

const isWhole = (day: number, start: (day: number) => number) => start(day + 1) - start(day) === dayMs

/** Default length in minutes of a meeting or task that has a time. */
const usualMinutes = 30

/** Start and end (epoch ms) of a time on a date. Both are equal without a length. */
export const spanAt = (date: string, time: string, minutes: number | null, zone: Zone) => {
  const start = wallTime(date, time, zone)
  return { start, end: start + (minutes ?? usualMinutes) * 60_000 }
}

/** Instant (epoch ms) of a wall-clock time, `HH:MM` or `HH:MM:SS`, on the person's day of that date. */
export const wallTime = (date: string, time: string, zone: Zone) => {
  const { hour, minute, second } = Temporal.PlainTime.from(time)
  const afterMidnight = hour * 60 + minute < zone.day_start_minute
  const day = dayNumber(date) + Number(afterMidnight)
  const start = startOf({ time_zone: zone.time_zone, day_start_minute: 0 })
  if (isWhole(day, start)) return start(day) + ((hour * 60 + minute) * 60 + second) * 1000
  return instantOf(dateOf(day), time, zone.time_zone)
}

const twoDigits = (n: number) => (n < 10 ? `0${n}` : String(n))

/** `HH:MM:SS` */
const timeAfterMidnight = (milliseconds: number) => {
  const seconds = Math.floor(milliseconds / 1000)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(':')
}

/** Local date and time of an instant (epoch ms). Uses Temporal, which is slow, only on days with a clock change. */
export const localDateTime = (instant: number, timeZone: string) => {
  const zone = { time_zone: timeZone, day_start_minute: 0 }
  const start = startOf(zone)
  const day = dayAt(instant, zone, start)
  if (isWhole(day, start)) {
    return { date: dateOf(day), time: timeAfterMidnight(instant - start(day)) }
  }
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return { date: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'second' }) }
}

const plainAt = (instant: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDateTime()

const onDayLater = (instant: number, days: number, from: string, to: string) => {
  const zone = { time_zone: from, day_start_minute: 0 }
  const here = startOf(zone)
  const day = dayAt(instant, zone, here)
  const there = startOf({ time_zone: to, day_start_minute: 0 })
  // As in `localDateTime`: on a day of 24 hours, the wall-clock time is the time since the day's start.
  if (isWhole(day, here) && isWhole(day + days, there)) return there(day + days) + instant - here(day)
  const wanted = plainAt(instant, from).add({ days })
  if (days === 0 && plainAt(instant, to).equals(wanted)) return instant
  return wanted.toZonedDateTime(to).epochMilliseconds
}

/**
 * Instant at which clocks in `to` show what clocks in `from` show at `instant` (epoch ms). If `to` shows it twice:
 * `instant` itself if it is one of the two, else the first. If `to` skips it: later by the skipped time.
 */
export const convertWallTime = (instant: number, from: string, to: string) =>
  from === to ? instant : onDayLater(instant, 0, from, to)

/** Instant (epoch ms) a number of calendar days later, at the same wall-clock time. */
export const daysLater = (instant: number, days: number, timeZone: string) =>
  days === 0 ? instant : onDayLater(instant, days, timeZone, timeZone)
