import { wallTime, type Zone } from '../../../lib/time/days'
import type { Billing } from '../schema'
import { idleSeconds, idleTooLongMessage, maxEditedSeconds, movedEdgeText } from '../times/edit'
import { intervalError, missingEndMessage, type ResolvedTimes, resolveTyped, wholeSeconds } from '../times/resolve'
import type { ParsedPatch, SessionPatch } from './json'

/** Instants in epoch ms. */
type TimesInput = { started_at?: number; ended_at?: number; duration_seconds?: number }
type TimesErrors = { errors: Partial<Record<keyof TimesInput, string[]>> }

type Stored = { started_at: number; ended_at: number | null; time_zone: string }

/** Converts the times of an edit, instants or local date-times, to epoch ms. */
export const withInstants = (stored: Stored, typed: Omit<ParsedPatch, keyof Billing>): SessionPatch => {
  const { time_zone = stored.time_zone } = typed
  const zone = { time_zone, day_start_minute: 0 }
  const textOf = (name: 'started_at' | 'ended_at') => {
    const time = typed[name]
    return typeof time === 'string' ? movedEdgeText(stored[name] ?? 0, time_zone, time) : undefined
  }
  const [start, end] = [textOf('started_at'), textOf('ended_at')]
  // Changed together, start and end keep their distance on the clock across a clock change.
  const whole = start && end ? resolveTyped({ started_at: start, ended_at: end }, { now: 0, zone }) : null
  if (whole && !('errors' in whole)) return { ...typed, started_at: whole.started_at, ended_at: whole.ended_at }
  const instantOf = (name: 'started_at' | 'ended_at', text: string | undefined) => {
    const time = typed[name]
    if (typeof time !== 'string') return time
    const [date = '', clock = ''] = time.split('T')
    return text === time ? wallTime(date, clock, zone) : Date.parse(text ?? '')
  }
  return { ...typed, started_at: instantOf('started_at', start), ended_at: instantOf('ended_at', end) }
}

const checkTimes = (
  times: ResolvedTimes,
  input: TimesInput,
  timeZone: string,
  longest?: number,
): ResolvedTimes | TimesErrors => {
  const error = intervalError(times, times.duration_seconds, timeZone, longest)
  if (error === null) return times
  const firstSent = (...names: (keyof TimesInput)[]) => names.find((name) => input[name] !== undefined) ?? 'started_at'
  const path = {
    end: firstSent('ended_at', 'duration_seconds'),
    date: firstSent('started_at', 'ended_at'),
    duration: firstSent('duration_seconds'),
  }
  return { errors: { [path[error.about]]: [error.message] } }
}

/** Times of a new session. Default end: start plus duration. Default duration: the whole interval. */
export const newTimes = (
  input: TimesInput & { started_at: number },
  timeZone: string,
  longest?: number,
): ResolvedTimes | TimesErrors => {
  const { started_at, ended_at, duration_seconds } = input
  if (ended_at === undefined && duration_seconds === undefined) return { errors: { ended_at: [missingEndMessage] } }
  const interval = { started_at, ended_at: ended_at ?? started_at + (duration_seconds ?? 0) * 1000 }
  const times = { ...interval, duration_seconds: duration_seconds ?? wholeSeconds(interval) }
  return checkTimes(times, input, timeZone, longest)
}

/** Changes times. A new start with a duration but no end moves the end. Without a duration, idle time is kept. */
export const patchedTimes = (
  stored: ResolvedTimes & Zone,
  input: TimesInput,
  timeZone: string,
): ResolvedTimes | TimesErrors => {
  const { started_at = stored.started_at, ended_at = stored.ended_at, duration_seconds } = input
  if (input.started_at !== undefined && input.ended_at === undefined && duration_seconds !== undefined) {
    return newTimes({ started_at, duration_seconds }, timeZone, maxEditedSeconds(stored))
  }
  const interval = { started_at, ended_at }
  const idle = idleSeconds(stored)
  const seconds = duration_seconds ?? wholeSeconds(interval) - idle
  const times = checkTimes({ ...interval, duration_seconds: seconds }, input, timeZone, maxEditedSeconds(stored))
  if ('errors' in times || seconds >= 0) return times
  return { errors: { duration_seconds: [idleTooLongMessage(idle)] } }
}
