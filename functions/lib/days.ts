import { Temporal } from 'temporal-polyfill'

/** Where a person's days are: an IANA time zone, and the wall-clock minute (0 to 1439) at which a day begins. */
export type Zone = { time_zone: string; day_start_minute: number }

const DAY_MS = 86_400_000
/** The years that Daymark knows, both inclusive. */
export const firstYear = 1970
export const lastYear = 2199

/** Days since 1970-01-01. Dates know no zone, so counting them needs no Temporal. */
const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS

const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** True for a date that exists, from 1970 to 2199. */
export const isDate = (text: string) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = dayNumber(text)
  const year = Number(text.slice(0, 4))
  return year >= firstYear && year <= lastYear && Number.isFinite(day) && dateOf(day) === text
}

export const addDays = (date: string, days: number) => dateOf(dayNumber(date) + days)

/** How many days `to` is after `from`. */
export const daysBetween = (from: string, to: string) => dayNumber(to) - dayNumber(from)

/** Every date from one to the other, both inclusive. */
export const datesBetween = (from: string, to: string) => {
  const first = dayNumber(from)
  return Array.from({ length: Math.max(0, dayNumber(to) - first + 1) }, (_, i) => dateOf(first + i))
}

const remainder = (n: number, divisor: number) => ((n % divisor) + divisor) % divisor

/** 1 for Monday to 7 for Sunday. */
export const isoWeekday = (date: string) => remainder(dayNumber(date) + 3, 7) + 1

/** The first day of the week that the date is in, where weeks begin on `weekStart` (1 to 7). */
export const weekStartOf = (date: string, weekStart: number) =>
  addDays(date, -remainder(isoWeekday(date) - weekStart, 7))

/** The week that the date is in. */
export const weekOf = (date: string, weekStart: number): Range => {
  const from = weekStartOf(date, weekStart)
  return { from, to: addDays(from, 6) }
}

/** The number, 1 to 53, of the ISO week: the first of a year is the one with its first Thursday. */
export const isoWeekNumber = (date: string) => {
  const thursday = addDays(date, 4 - isoWeekday(date))
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1
}

/** The month, `YYYY-MM`, of a date. */
export const monthOf = (date: string) => date.slice(0, 7)

export const addMonths = (month: string, months: number) => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String(remainder(count, 12) + 1).padStart(2, '0')}`
}

export const monthStart = (month: string) => `${month}-01`

export const monthEnd = (month: string) => addDays(monthStart(addMonths(month, 1)), -1)

/** A range of dates, or of months, both ends inclusive. */
export type Range = { from: string; to: string }

/** The whole months of a range, which a monthly sum answers, and the dates before and after them. */
export const wholeMonths = (from: string, to: string): { months: Range | null; edges: Range[] } => {
  const nonEmpty = (ranges: Range[]) => ranges.filter((range) => range.from <= range.to)
  const first = from === monthStart(monthOf(from)) ? monthOf(from) : addMonths(monthOf(from), 1)
  const last = to === monthEnd(monthOf(to)) ? monthOf(to) : addMonths(monthOf(to), -1)
  if (first > last) return { months: null, edges: nonEmpty([{ from, to }]) }
  const before = { from, to: addDays(monthStart(first), -1) }
  const after = { from: addDays(monthEnd(last), 1), to }
  return { months: { from: first, to: last }, edges: nonEmpty([before, after]) }
}

/** A time zone's name in the letters that IANA gives it: `Asia/Tokyo` for `asia/tokyo`. */
export const zoneId = (name: string) => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId

/**
 * Whether the name is an IANA time zone. A bare offset such as `+02:00` is none, nor is a name that `Intl` alone knows,
 * such as `IST`, with which Temporal would fail later on.
 */
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

/**
 * The day starts already asked for, by zone. Temporal takes tens of microseconds for each, and a long import
 * or a page asks for the same ones over and over. Limited, so that a long-lived Worker does not fill up.
 */
const starts = new Map<string, Map<number, number>>()
const MAX_ZONES = 16
const MAX_DAYS = 5_000

/** When the day with that number begins, in epoch ms. */
const startOf = (zone: Zone) => {
  const key = `${zone.day_start_minute} ${zone.time_zone}`
  if (starts.size >= MAX_ZONES && !starts.has(key)) starts.clear()
  const known = starts.get(key) ?? new Map<number, number>()
  starts.set(key, known)
  const time = { hour: Math.floor(zone.day_start_minute / 60), minute: zone.day_start_minute % 60 }
  return (day: number) => {
    const before = known.get(day)
    if (before !== undefined) return before
    if (known.size >= MAX_DAYS) known.clear()
    const start = instantOf(dateOf(day), time, zone.time_zone)
    known.set(day, start)
    return start
  }
}

/** The number of the day an instant is in: guessed as if the zone were UTC, then corrected by a day or two. */
const dayAt = (instant: number, zone: Zone, start: (day: number) => number) => {
  let day = Math.floor((instant - zone.day_start_minute * 60_000) / DAY_MS)
  while (instant < start(day)) day -= 1
  while (instant >= start(day + 1)) day += 1
  return day
}

/** The date of the user's day that an instant (epoch ms) is in. */
export const dayOf = (instant: number, zone: Zone) => dateOf(dayAt(instant, zone, startOf(zone)))

/** When a user's day begins, in epoch ms. A day that the zone skipped begins where the next one does. */
export const dayStart = (date: string, zone: Zone) => startOf(zone)(dayNumber(date))

/** How long a user's day is: 23, 25 or 23.5 hours around clock changes, 0 where the zone skipped it. */
export const dayLengthSeconds = (date: string, zone: Zone) =>
  (dayStart(addDays(date, 1), zone) - dayStart(date, zone)) / 1000

/**
 * The whole seconds of [start, end) between two boundaries. Offsets from the start are rounded down at each
 * boundary, so that the parts of an interval sum to its whole.
 */
export const secondsBetween = (start: number, end: number, from: number, to: number) => {
  const offset = (boundary: number) => Math.floor((Math.min(Math.max(boundary, start), end) - start) / 1000)
  return offset(to) - offset(from)
}

/**
 * How a session's seconds fall on local days. The first entry is the day it started on, even with 0 seconds;
 * the others have some. Together they are exactly its duration.
 */
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

/** The instant (epoch ms) of a wall-clock time, `HH:MM` or `HH:MM:SS`, on the user's day of that date. */
export const wallTime = (date: string, time: string, zone: Zone) => {
  const { hour, minute } = Temporal.PlainTime.from(time)
  const afterMidnight = hour * 60 + minute < zone.day_start_minute
  return instantOf(afterMidnight ? addDays(date, 1) : date, time, zone.time_zone)
}

/**
 * Local date and wall-clock time of an instant (epoch ms). On a day of 24 hours no clock was changed,
 * so that its start tells the time; Temporal is asked for the others only, as lists and exports need many.
 */
export const localDateTime = (instant: number, timeZone: string) => {
  const zone = { time_zone: timeZone, day_start_minute: 0 }
  const date = dayOf(instant, zone)
  const start = dayStart(date, zone)
  if (dayLengthSeconds(date, zone) * 1000 === DAY_MS) {
    return { date, time: new Date(instant - start).toISOString().slice(11, 19) }
  }
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDateTime()
  return { date: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'second' }) }
}

const isWhole = (day: number, start: (day: number) => number) => start(day + 1) - start(day) === DAY_MS

const plainAt = (instant: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDateTime()

const onDayLater = (instant: number, days: number, from: string, to: string) => {
  const zone = { time_zone: from, day_start_minute: 0 }
  const here = startOf(zone)
  const day = dayAt(instant, zone, here)
  const there = startOf({ time_zone: to, day_start_minute: 0 })
  // As in `localDateTime`: on a day of 24 hours the distance from its start is what the clock shows.
  if (isWhole(day, here) && isWhole(day + days, there)) return there(day + days) + instant - here(day)
  const wanted = plainAt(instant, from).add({ days })
  if (days === 0 && plainAt(instant, to).equals(wanted)) return instant
  return wanted.toZonedDateTime(to).epochMilliseconds
}

/**
 * The instant at which clocks in `to` show what those in `from` show at an instant (epoch ms). Of a time that they show
 * twice it is the same moment where that is one of the two, else the first; where they skip it, it is as much later as
 * they went forward.
 */
export const sameClock = (instant: number, from: string, to: string) =>
  from === to ? instant : onDayLater(instant, 0, from, to)

/** The instant (epoch ms) so many days of the calendar later at which the zone's clocks show the same. */
export const daysLater = (instant: number, days: number, timeZone: string) =>
  days === 0 ? instant : onDayLater(instant, days, timeZone, timeZone)
