import { type Clock, timeOfMinute, wallClock } from '../../lib/text/format'

const dayMinutes = 24 * 60

/** Formats minutes since midnight as a time of day. Accepts negative minutes and more than a day. */
export const clockWords = (minutes: number, clock: Clock) =>
  wallClock(timeOfMinute(((Math.floor(minutes) % dayMinutes) + dayMinutes) % dayMinutes), clock)

/** Label of the current time: `09:21`, or `9:21` without am or pm, which the hours show. */
export const presentWords = (minutes: number, clock: Clock) => clockWords(minutes, clock).replace(/ .m$/, '')

/** True for an hour whose label is hidden, because the current time's label is too near. Both in minutes. */
export const isNearPresent = (hour: number, present: number) => Math.abs(hour - present) < 18
