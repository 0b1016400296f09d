import { type Clock, timeOfMinute, wallClock } from '../../lib/text/format'

const dayMinutes = 24 * 60

/** Formats minutes since midnight as a time of day. They may exceed a day, or be negative. */
export const clockWords = (minutes: number, clock: Clock) =>
  wallClock(timeOfMinute(((Math.floor(minutes) % dayMinutes) + dayMinutes) % dayMinutes), clock)

/** The present beside the hours: `09:21`, or `9:21`, as the hours say am or pm. */
export const presentWords = (minutes: number, clock: Clock) => clockWords(minutes, clock).replace(/ .m$/, '')

/** True for an hour that hides its label, as that of the present is too near. Both in minutes. */
export const isBesidePresent = (hour: number, present: number) => Math.abs(hour - present) < 18
