import type { Zone } from '../../lib/days'
import { idleSeconds, idleTooLong } from '../times/edit'
import { intervalError, NO_END, type ResolvedTimes, wholeSeconds } from '../times/resolve'

/** When a session was, as a program says it. Instants in epoch ms. */
type TimesInput = { started_at?: number; ended_at?: number; duration_seconds?: number }
type TimesErrors = { errors: Partial<Record<keyof TimesInput, string[]>> }

/** The times, or which of them cannot be: one that was given, where that can be told. */
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

/** The times of a new session: without an end it is the start and the duration, without that all of it was tracked. */
export const newTimes = (given: TimesInput & { started_at: number }, timeZone: string): ResolvedTimes | TimesErrors => {
  const { started_at, ended_at, duration_seconds } = given
  if (ended_at === undefined && duration_seconds === undefined) return { errors: { ended_at: [NO_END] } }
  const interval = { started_at, ended_at: ended_at ?? started_at + (duration_seconds ?? 0) * 1000 }
  return checkTimes({ ...interval, duration_seconds: duration_seconds ?? wholeSeconds(interval) }, given, timeZone)
}

/**
 * The times of a session after an edit. What is not given stays; a start and a duration without an end are as in a new
 * session. New instants without a duration keep the idle time.
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
