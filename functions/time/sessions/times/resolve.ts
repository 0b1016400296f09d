import { addDays, dayOf, dayStart, isDate, localDateTime, wallTime, type Zone } from '../../../lib/time/days'
import { noDate, parsePastDate } from '../../../lib/time/typed-date'
import {
  describeTimeError,
  isTooLong,
  longestSession,
  parseDuration,
  parseSpan,
  parseTime,
  SESSION_TOO_LONG,
} from '../../../lib/time/typed-time'

export type TypedTimes = { date?: string; started_at?: string; ended_at?: string; duration?: string }

export type TimeErrors = Partial<Record<keyof TypedTimes, string[]>>

/** Instants in epoch ms. */
type Interval = { started_at: number; ended_at: number }
export type ResolvedTimes = Interval & { duration_seconds: number }

type Field<T> = { value: T | null } | { error: string }

/** A time that needs a date, or an instant. `wall`: its typed wall-clock time (epoch ms as if in UTC). */
type Moment = { time: string } | { instant: number; wall?: number }

type TimeContext = {
  day: string
  today: string
  now: number
  zone: Zone
  /** Start for a typed duration without a start on another day (epoch ms). */
  freeFrom?: number
  /** Maximum length in seconds: 72 hours, or more to edit a session that is already longer. */
  longest?: number
}

const FIRST_YEAR = 1970
const LAST_YEAR = 2099
const YEARS = `Use a year from ${FIRST_YEAR} to ${LAST_YEAR}.`
const BEFORE_START = 'The end is before the start.'
export const missingEndMessage = 'Enter an end or a duration.'
const LONGEST_PAST_MIDNIGHT = 12 * 3_600_000

/** Error of a date (`YYYY-MM-DD`), or null. */
export const dateError = (date: string) => {
  const year = Number(date.slice(0, 4))
  if (year < FIRST_YEAR || year > LAST_YEAR) return YEARS
  return isDate(date) ? null : `There is no ${date}.`
}

const parseDate = (text: string, today: string): Field<string> => {
  if (text === '') return { value: null }
  const date = parsePastDate(text, today) ?? text
  const error = /^\d{4}-\d{2}-\d{2}$/.test(date) ? dateError(date) : `${noDate}.`
  return error ? { error } : { value: date }
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/i

const parseMoment = (text: string, zone: Zone): Field<Moment> => {
  if (text === '') return { value: null }
  const [, date, clock = text, fraction = '', offset] = DATE_TIME.exec(text) ?? []
  const wrongDate = date === undefined ? null : dateError(date)
  if (wrongDate) return { error: wrongDate }
  const time = parseTime(clock)
  if (time === null) {
    return { error: describeTimeError(clock) ?? 'Enter a time as 9:30, or with a date as 2026-11-20T09:30.' }
  }
  if (date === undefined) return { value: { time } }
  if (offset === undefined) {
    const wall = Date.parse(`${date}T${time}Z`)
    return { value: { instant: wallTime(date, time, { ...zone, day_start_minute: 0 }), wall } }
  }
  const instant = Date.parse(`${date}T${time}${fraction}${offset.toUpperCase()}`)
  return Number.isFinite(instant) ? { value: { instant } } : { error: `There is no offset ${offset}.` }
}

type Length = { seconds?: number; span?: { start: string; end: string } }

const parseLength = (text: string, longest: number): Field<Length> => {
  if (text === '') return { value: null }
  if (isTooLong(text, longest)) return { error: SESSION_TOO_LONG }
  const seconds = parseDuration(text)
  if (seconds !== null) return { value: { seconds } }
  const span = parseSpan(text)
  if (span) return { value: { span } }
  return {
    error: describeTimeError(text) ?? 'Enter a duration as 90, 1:30, 1h 30m or 1.5h, or a range as 9-10:30.',
  }
}

const instantOf = (moment: Moment, { day, zone }: TimeContext) =>
  'time' in moment ? wallTime(day, moment.time, zone) : moment.instant

/** True if a zone's clock shows a wall-clock time (epoch ms as if in UTC) at an instant. */
const isShownAt = (instant: number, wall: number, timeZone: string) => {
  const { date, time } = localDateTime(instant, timeZone)
  return Date.parse(`${date}T${time}Z`) === wall
}

/** The wall-clock time that was typed (epoch ms as if in UTC), even if a clock change skips it; NaN for an instant. */
const typedWall = (moment: Moment, { day, zone }: TimeContext) => {
  if ('instant' in moment) return moment.wall ?? Number.NaN
  const [wall, dayBegins] = [Date.parse(`${day}T${moment.time}Z`), Date.parse(`${day}T00:00Z`)]
  return wall - dayBegins < zone.day_start_minute * 60_000 ? wall + 86_400_000 : wall
}

/**
 * Interval between two times. An end before the start means the next day, if that is at most 12 hours later. If a clock
 * change skips the start, the end moves along; if it repeats the start, the length on the clock decides.
 */
const between = (start: Moment, end: Moment, setting: TimeContext): Interval | { errors: TimeErrors } => {
  const started_at = instantOf(start, setting)
  const sameDay = instantOf(end, setting)
  const [from, to] = [typedWall(start, setting), typedWall(end, setting)]
  const { time_zone } = setting.zone
  if (to > from && !isShownAt(started_at, from, time_zone)) return { started_at, ended_at: started_at + to - from }
  const second = sameDay - (to - from)
  if (to > from && second > started_at && isShownAt(second, from, time_zone))
    return { started_at: second, ended_at: sameDay }
  const nextDay = instantOf(end, { ...setting, day: addDays(setting.day, 1) })
  if (sameDay >= started_at) return { started_at, ended_at: sameDay }
  const isNight = nextDay >= started_at && nextDay - started_at <= LONGEST_PAST_MIDNIGHT
  return isNight ? { started_at, ended_at: nextDay } : { errors: { ended_at: [BEFORE_START] } }
}

const USUAL_START = '09:00'

/** Places a length without a start after the day's last session, within the day if possible. */
const onOtherDay = (seconds: number, { day, zone, freeFrom }: TimeContext): Interval => {
  const [first, end] = [dayStart(day, zone), dayStart(addDays(day, 1), zone)]
  const from = freeFrom ?? wallTime(day, USUAL_START, zone)
  const started_at = Math.max(first, Math.min(from, end - seconds * 1000))
  return { started_at, ended_at: started_at + seconds * 1000 }
}

const intervalOf = (
  { start, end, seconds }: { start: Moment | null; end: Moment | null; seconds: number | undefined },
  setting: TimeContext,
): Interval | { errors: TimeErrors } => {
  if (start && end) return between(start, end, setting)
  if (seconds === undefined) {
    if (start) return { errors: { ended_at: [missingEndMessage] } }
    if (end) return { errors: { started_at: ['Enter a start or a duration.'] } }
    return { errors: { duration: ['Enter a duration, or a start and an end.'] } }
  }
  if (start) {
    const started_at = instantOf(start, setting)
    return { started_at, ended_at: started_at + seconds * 1000 }
  }
  if (!end && setting.day !== setting.today) return onOtherDay(seconds, setting)
  const ended_at = end ? instantOf(end, setting) : Math.floor(setting.now / 1000) * 1000
  return { started_at: ended_at - seconds * 1000, ended_at }
}

const isInKnownYears = ({ started_at, ended_at }: Interval, timeZone: string) =>
  dateError(localDateTime(started_at, timeZone).date) === null &&
  dateError(localDateTime(ended_at, timeZone).date) === null

export const wholeSeconds = ({ started_at, ended_at }: Interval) => Math.floor((ended_at - started_at) / 1000)

/** Error of an interval with a number of tracked seconds, and the field; null if it is valid. */
export const intervalError = (
  interval: Interval,
  seconds: number,
  timeZone: string,
  longest = longestSession,
): { about: 'end' | 'date' | 'duration'; message: string } | null => {
  const whole = wholeSeconds(interval)
  if (interval.ended_at < interval.started_at) return { about: 'end', message: BEFORE_START }
  if (whole > longest) return { about: 'end', message: SESSION_TOO_LONG }
  if (!isInKnownYears(interval, timeZone)) return { about: 'date', message: YEARS }
  return seconds > whole
    ? { about: 'duration', message: 'The duration is longer than the time from start to end.' }
    : null
}

/** Splits a range in the start field into start and end: `22:00-23:30`. */
export const splitStartRange = <T extends TypedTimes>(typed: T): T => {
  const range = parseSpan(typed.started_at ?? '')
  return range ? { ...typed, started_at: range.start, ended_at: range.end, duration: '' } : typed
}

/** Resolves typed times to instants. `now` in epoch ms. */
export const resolveTyped = (
  typed: TypedTimes,
  { now, zone, freeFrom, longest = longestSession }: Pick<TimeContext, 'now' | 'zone' | 'freeFrom' | 'longest'>,
): ResolvedTimes | { errors: TimeErrors } => {
  const input = splitStartRange(typed)
  const text = (name: keyof TypedTimes) => (input[name] ?? '').trim()
  const today = dayOf(now, zone)
  const date = parseDate(text('date'), today)
  const start = parseMoment(text('started_at'), zone)
  const end = parseMoment(text('ended_at'), zone)
  const length = parseLength(text('duration'), longest)
  if ('error' in date || 'error' in start || 'error' in end || 'error' in length) {
    return {
      errors: {
        ...('error' in date && { date: [date.error] }),
        ...('error' in start && { started_at: [start.error] }),
        ...('error' in end && { ended_at: [end.error] }),
        ...('error' in length && { duration: [length.error] }),
      },
    }
  }

  const dated = [start.value, end.value].find((moment) => moment && 'instant' in moment)
  const day = date.value ?? (dated && 'instant' in dated ? dayOf(dated.instant, zone) : today)
  const setting = { day, today, now, zone, freeFrom }
  const { seconds, span } = length.value ?? {}
  const fields = span
    ? { start: { time: span.start }, end: { time: span.end }, seconds }
    : { start: start.value, end: end.value, seconds }
  const interval = intervalOf(fields, setting)
  if ('errors' in interval) {
    return span ? { errors: { duration: Object.values(interval.errors).flat() } } : interval
  }

  const says = (moment: Moment | null, instant: number) => moment === null || instantOf(moment, setting) === instant
  if (span && !(says(start.value, interval.started_at) && says(end.value, interval.ended_at))) {
    return { errors: { duration: ['This doesn’t match the start and end. Clear one of them.'] } }
  }
  const duration_seconds = seconds ?? wholeSeconds(interval)
  const error = intervalError(interval, duration_seconds, zone.time_zone, longest)
  if (error) {
    const field = error.about === 'end' && end.value ? 'ended_at' : error.about === 'date' ? 'date' : 'duration'
    return { errors: { [field]: [error.message] } }
  }
  return { ...interval, duration_seconds }
}
