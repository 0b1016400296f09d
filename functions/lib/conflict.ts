import { dayOf, type Zone } from './days'
import { type Clock, clockTime, dayMonth } from './format'

/** When the version was saved that an edit did not know of (epoch ms): the time, and the day when it is not today's. */
export const savedAt = (instant: number, zone: Zone & { clock: Clock }, now: number) => {
  const [date, today] = [dayOf(instant, zone), dayOf(now, zone)]
  const time = clockTime(instant, zone.time_zone, zone.clock)
  return date === today ? time : `${dayMonth(date, today)}, ${time}`
}

/** A field in which two versions of a thing differ, each in words. */
export type Difference = { label: string; yours: string; saved: string }

/** Label of each field, and its value in words, by default as it is. */
export type Described<T> = { [K in keyof T]?: [label: string, words?: (value: T[K]) => string] }

/** The fields, in the order in which they are described, that a stale edit and the saved row do not share. */
export const differences = <T extends object>(yours: T, saved: T, described: Described<T>): Difference[] => {
  const compared = <K extends keyof T>(field: K): Difference[] => {
    const [label, words = String] = described[field] ?? []
    if (label === undefined || yours[field] === saved[field]) return []
    return [{ label, yours: words(yours[field]), saved: words(saved[field]) }]
  }
  return (Object.keys(described) as (keyof T)[]).flatMap(compared)
}
