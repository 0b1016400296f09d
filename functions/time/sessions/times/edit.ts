import { iso } from '../../../lib/api/values'
import { type Clock, exactDuration, wallClock } from '../../../lib/text/format'
import { localDateTime, type Zone } from '../../../lib/time/days'
import { longestSession, parseDuration, parseSpan } from '../../../lib/time/typed-time'
import type { SessionRow } from '../schema'
import {
  type ResolvedTimes,
  resolveTyped,
  splitStartRange,
  type TimeErrors,
  type TypedTimes,
  wholeSeconds,
} from './resolve'

type StoredTimes = ResolvedTimes & Zone
type ShownTimes = Required<TypedTimes>

const timeFields: (keyof ShownTimes)[] = ['date', 'started_at', 'ended_at', 'duration']

/** Formats a wall-clock time. Adds seconds unless they are 0. */
const timeText = (time: string, clock: Clock) => {
  const seconds = time.slice(5) === ':00' ? '' : time.slice(5)
  return wallClock(time, clock).replace(/^\d+:\d+/, (minutes) => minutes + seconds)
}

/** Maximum length in seconds. An older session that is longer keeps its length or gets shorter. */
export const maxEditedSeconds = (stored: ResolvedTimes) => Math.max(longestSession, wholeSeconds(stored))

/** Times of a session for its form, in its zone. The end has a date if the time alone would mean another day. */
export const formTimes = (session: Pick<SessionRow, 'days'> & StoredTimes, clock: Clock): ShownTimes => {
  const start = localDateTime(session.started_at, session.time_zone)
  const end = localDateTime(session.ended_at, session.time_zone)
  const shown = {
    date: session.days[0]?.[0] ?? start.date,
    started_at: timeText(start.time, clock),
    ended_at: timeText(end.time, clock),
    duration: exactDuration(session.duration_seconds),
  }
  const { date, started_at, ended_at } = shown
  const resolved = resolveTyped(
    { date, started_at, ended_at },
    { now: session.ended_at, zone: session, longest: maxEditedSeconds(session) },
  )
  const isClear = 'ended_at' in resolved && Math.abs(resolved.ended_at - session.ended_at) < 1000
  return isClear ? shown : { ...shown, ended_at: `${end.date} ${end.time}` }
}

/** Untracked seconds at the end of a session. */
export const idleSeconds = (times: ResolvedTimes) => wholeSeconds(times) - times.duration_seconds

export const idleTooLongMessage = (idle: number) =>
  `Enter a duration: the ${exactDuration(idle)} of idle time no longer fits.`

const noLength = 'Choose an end that is after the start.'

/** Error for a typed duration of 0. */
const emptyLength = (typed = '') =>
  parseDuration(typed) === 0 ? { errors: { duration: ['Enter a duration of more than 0.'] } } : undefined

/** Input for `resolveTyped`. Unchanged fields are passed as exact instants, because the form shows rounded times. */
const timesToResolve = (
  typed: ShownTimes,
  shown: ShownTimes,
  stored: StoredTimes,
  keepsDay: boolean,
): TypedTimes & { idle: number } => {
  const idle = idleSeconds(stored)
  const isUnchanged = (field: keyof ShownTimes) => keepsDay && typed[field] === shown[field]
  const start = isUnchanged('started_at') ? iso(stored.started_at) : typed.started_at
  const end = isUnchanged('ended_at') ? iso(stored.ended_at) : typed.ended_at
  const { date, duration } = typed
  if (duration !== shown.duration && duration !== '') {
    const isSpan = parseDuration(duration) === null && parseSpan(duration) !== null
    const typedEnd = typed.ended_at === shown.ended_at ? '' : end
    if (!isSpan) return { date, started_at: start, ended_at: typedEnd, duration, idle: typedEnd ? 0 : idle }
    return { date, started_at: isUnchanged('started_at') ? '' : start, ended_at: typedEnd, duration, idle: 0 }
  }
  const endDateMoves = !keepsDay && typed.ended_at === shown.ended_at && shown.ended_at.includes('-')
  if (start && end && !endDateMoves) return { date, started_at: start, ended_at: end, idle }
  const length = duration === '' && !endDateMoves ? '' : `${stored.duration_seconds}s`
  return { date, started_at: start, ended_at: endDateMoves ? '' : end, duration: length, idle }
}

/**
 * Applies an edit of a session's times. Unchanged fields keep their exact instants. A new start or end keeps the idle
 * time. A new duration moves the end, unless the end was changed, too. A new zone keeps the wall-clock times and the
 * session's day start. @param zone submitted zone; '' for the stored one @param now epoch ms @param isUndo the times
 * were stored before, so a length of 0 is allowed
 */
export const applyTimesEdit = (
  stored: Pick<SessionRow, 'days'> & StoredTimes,
  input: TypedTimes,
  zone: string,
  clock: Clock,
  now: number,
  isUndo = false,
): StoredTimes | { errors: TimeErrors } => {
  const where = { time_zone: zone || stored.time_zone, day_start_minute: stored.day_start_minute }
  const shown = formTimes(stored, clock)
  const typed = { ...shown, ...splitStartRange(input), date: input.date || shown.date }
  const keepsDay = where.time_zone === stored.time_zone && typed.date === shown.date
  if (keepsDay && timeFields.every((field) => typed[field] === shown[field])) {
    const { started_at, ended_at, duration_seconds } = stored
    return { started_at, ended_at, duration_seconds, ...where }
  }
  const empty = typed.duration === shown.duration ? undefined : emptyLength(typed.duration)
  if (empty) return empty
  const { idle, ...fields } = timesToResolve(typed, shown, stored, keepsDay)
  const longest = maxEditedSeconds(stored)
  const resolved = resolveTyped(fields, { now, zone: where, longest })
  if ('errors' in resolved) return resolved
  // A session shorter than a minute is drawn and moved as a single time, so its length may be 0.
  if (!isUndo && wholeSeconds(resolved) === 0 && wholeSeconds(stored) >= 60) return { errors: { ended_at: [noLength] } }
  if (fields.duration === undefined) {
    const duration = resolved.duration_seconds - idle
    if (duration < 0) {
      return { errors: { duration: [idleTooLongMessage(idle)] } }
    }
    return { ...resolved, duration_seconds: duration, ...where }
  }
  return fields.started_at
    ? { ...resolved, ended_at: resolved.ended_at + idle * 1000, ...where }
    : { ...resolved, started_at: resolved.started_at - idle * 1000, ...where }
}

/**
 * Text of a moved edge for `applyTimesEdit`. An edge that is missing, or in the same minute, keeps its exact instant
 * (epoch ms).
 */
export const movedEdgeText = (instant: number, timeZone: string, typed = '') => {
  const { date, time } = localDateTime(instant, timeZone)
  const minute = typed.replace(' ', 'T').replace(/(:\d\d):\d\d$/, '$1')
  return minute === '' || minute === `${date}T${time.slice(0, 5)}` ? iso(instant) : typed
}

/** Resolves the typed times of a new session. `now` in epoch ms. */
export const resolveTypedTimes = (typed: TypedTimes, zone: Zone, now: number): StoredTimes | { errors: TimeErrors } => {
  const times = emptyLength(typed.duration) ?? resolveTyped(typed, { now, zone })
  if ('errors' in times) return times
  return wholeSeconds(times) === 0 ? { errors: { ended_at: [noLength] } } : { ...times, ...zone }
}

/**
 * Text of the start, end or duration that follows from the other two, by field name. If all three are typed, the end if
 * the duration exceeds the interval, else nothing. @param resolve computes times as on saving
 */
export const derivedTimeText = (
  typed: ShownTimes,
  resolve: (typed: ShownTimes) => StoredTimes | { errors: TimeErrors },
  clock: Clock,
): Partial<ShownTimes> => {
  const [name = 'ended_at', ...others] = (['started_at', 'ended_at', 'duration'] as const).filter((one) => !typed[one])
  const whole = resolve(typed)
  if (others.length > 0 || (typed[name] && !('errors' in whole && whole.errors.duration))) return {}
  const times = resolve({ ...typed, [name]: '' })
  if ('errors' in times) return {}
  if (name === 'duration') return { duration: exactDuration(times.duration_seconds) }
  const at = (instant: number) => localDateTime(instant, times.time_zone)
  const { date, time } = at(times[name])
  // A start in a skipped hour moves the end along, so the end may have to be typed an hour earlier.
  const texts = [
    timeText(time, clock),
    `${date} ${time}`,
    timeText(at(times[name] - 3_600_000).time, clock),
    iso(times[name]),
  ]
  const text = texts.find((text) => {
    const read = resolve({ ...typed, [name]: text, duration: '' })
    return !('errors' in read) && Math.abs(read[name] - times[name]) < 1000
  })
  return text === undefined ? {} : { [name]: text }
}
