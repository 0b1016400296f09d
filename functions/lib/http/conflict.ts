import { type Clock, clockTime, dayMonth } from '../text/format'
import { dayOf, type Zone } from '../time/days'

/** When the saved version was written (epoch ms): the time, with the day unless it is today. */
export const savedAt = (instant: number, zone: Zone & { clock: Clock }, now: number) => {
  const [date, today] = [dayOf(instant, zone), dayOf(now, zone)]
  const time = clockTime(instant, zone.time_zone, zone.clock)
  return date === today ? time : `${dayMonth(date, today)}, ${time}`
}

export type Difference = { label: string; yours: string; saved: string }

/** Label of each field, and a formatter for its value. */
export type FieldDescriptions<T> = { [K in keyof T]?: [label: string, words?: (value: T[K]) => string] }

/** Fields that differ between a stale edit and the saved row, in the order of `described`. */
export const differences = <T extends object>(yours: T, saved: T, described: FieldDescriptions<T>): Difference[] => {
  const compared = <K extends keyof T>(field: K): Difference[] => {
    const [label, words = String] = described[field] ?? []
    if (label === undefined || yours[field] === saved[field]) return []
    return [{ label, yours: words(yours[field]), saved: words(saved[field]) }]
  }
  return (Object.keys(described) as (keyof T)[]).flatMap(compared)
}
