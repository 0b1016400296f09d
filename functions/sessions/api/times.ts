import type { Zone } from '../../lib/days'
import { idleSeconds, idleTooLong } from '../times/edit'
import { intervalError, NO_END, type ResolvedTimes, wholeSeconds } from '../times/resolve'

/** Instants in epoch ms. */
type TimesInput = { started_at?: number; ended_at?: number; duration_seconds?: number }
type TimesErrors = { errors: Partial<Record<keyof TimesInput, string[]>> }

/** Reports an invalid interval on the field that was sent. */
const checkTimes = (times: ResolvedTimes, given: TimesInput, timeZone: string): ResolvedTimes | TimesErrors => {
  const wrong = intervalError(times, times.duration_seconds, timeZone)
  if (wrong === null) return times
  const firstGiven = (...names: (keyof TimesInput)[]) => names.find((name) => given[name] !== undefined) ?? 'started_at'
  const path = {
    end: firstGiven('ended_at', 'duration_seconds'),
    date: firstGiven('started_at', 'ended_at'),
    duration: firstGiven('duration_seconds'),
  }
  return { errors: { [path[wrong.about]]: [wrong.message] } }
}

/** Times of a new session. The end defaults to start plus duration, the duration to the whole interval. */
export const newTimes = (given: TimesInput & { started_at: number }, timeZone: string): ResolvedTimes | TimesErrors => {
  const { started_at, ended_at, duration_seconds } = given
  if (ended_at === undefined && duration_seconds === undefined) return { errors: { ended_at: [NO_END] } }
  const interval = { started_at, ended_at: ended_at ?? started_at + (duration_seconds ?? 0) * 1000 }
  return checkTimes({ ...interval, duration_seconds: duration_seconds ?? wholeSeconds(interval) }, given, timeZone)
}

/**
 * Times after an edit. A start and a duration without an end move the end. New instants without a duration keep the
 * idle time.
 */
export const patchedTimes = (
  stored: ResolvedTimes & Zone,
  given: TimesInput,
  timeZone: string,
): ResolvedTimes | TimesErrors => {
  const { started_at = stored.started_at, ended_at = stored.ended_at, duration_seconds } = given
  if (given.started_at !== undefined && given.ended_at === undefined && duration_seconds !== undefined) {
    return newTimes({ started_at, duration_seconds }, timeZone)
  }
  const interval = { started_at, ended_at }
  const idle = idleSeconds(stored)
  const seconds = duration_seconds ?? wholeSeconds(interval) - idle
  const times = checkTimes({ ...interval, duration_seconds: seconds }, given, timeZone)
  if ('errors' in times || seconds >= 0) return times
  return { errors: { duration_seconds: [idleTooLong(idle)] } }
}
