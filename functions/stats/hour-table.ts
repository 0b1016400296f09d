import { type Quartiles, quartiles } from '../ledger/quartiles'
import type { SubjectSum } from '../ledger/schema'
import { parseHourSubject, sumOf } from './breakdown'

/** What was tracked in an hour of the day; `weekday` is 1 (Monday) to 7. */
export type HourSum = { weekday: number; hour: number; total_seconds: number; session_count: number }

export type HourTable = {
  /** A row each weekday, from the first day of the week on, of 24 hours. */
  rows: { weekday: number; hours: HourSum[]; total_seconds: number; session_count: number }[]
  /** Each hour over all weekdays. */
  columns: { hour: number; total_seconds: number; session_count: number }[]
  /** What divides the hours with time into quarters. */
  bounds: Quartiles
  /** Of no known hour yet, by weekday; only those with any. */
  none: { weekday: number; total_seconds: number; session_count: number }[]
}

/** The hours of the week from the sums of their subjects. Rows, columns and what has no hour yet sum to the range. */
export const hourTable = (sums: SubjectSum[], weekStart: number): HourTable => {
  const found = sums
    .filter(({ subject }) => subject.startsWith('hour:'))
    .map((sum) => ({ ...sum, ...parseHourSubject(sum.subject) }))
  const known = new Map(found.map(({ weekday, hour, ...sum }) => [`${weekday} ${hour}`, sumOf([sum])]))
  const at = (weekday: number, hour: number | null) => known.get(`${weekday} ${hour}`) ?? sumOf([])
  const weekdays = Array.from({ length: 7 }, (_, index) => ((weekStart - 1 + index) % 7) + 1)
  const dayHours = Array.from({ length: 24 }, (_, hour) => hour)
  return {
    rows: weekdays.map((weekday) => {
      const hours = dayHours.map((hour) => ({ weekday, hour, ...at(weekday, hour) }))
      return { weekday, hours, ...sumOf([...hours, at(weekday, null)]) }
    }),
    columns: dayHours.map((hour) => ({ hour, ...sumOf(weekdays.map((weekday) => at(weekday, hour))) })),
    bounds: quartiles(found.filter(({ hour }) => hour !== null).map((sum) => sum.total_seconds)),
    none: weekdays.map((weekday) => ({ weekday, ...at(weekday, null) })).filter((sum) => sum.total_seconds > 0),
  }
}
