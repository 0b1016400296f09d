import { type Quartiles, quartiles } from '../ledger/quartiles'
import { addUp, noTime, type SubjectSum, type Sums } from '../ledger/schema'
import { parseHourSubject } from './breakdown'

/** `weekday` is 1 (Monday) to 7. */
export type HourSum = Sums & { weekday: number; hour: number }

export type HourTable = {
  /** Weekdays from the first day of the week on, with 24 hours each. */
  rows: (Sums & { weekday: number; hours: HourSum[] })[]
  /** Each hour over all weekdays. */
  columns: (Sums & { hour: number })[]
  bounds: Quartiles
  /** Time whose hours are not computed yet, by weekday; only weekdays with any. */
  none: (Sums & { weekday: number })[]
}

/** Rows sum to the time of the range; so do columns together with `none`. */
export const hourTable = (sums: SubjectSum[], weekStart: number): HourTable => {
  const hourSums = sums
    .filter(({ subject }) => subject.startsWith('hour:'))
    .map((sum) => ({ ...sum, ...parseHourSubject(sum.subject) }))
  const known = new Map(hourSums.map(({ weekday, hour, ...sum }) => [`${weekday} ${hour}`, addUp([sum])]))
  const at = (weekday: number, hour: number | null) => known.get(`${weekday} ${hour}`) ?? noTime
  const weekdays = Array.from({ length: 7 }, (_, index) => ((weekStart - 1 + index) % 7) + 1)
  const dayHours = Array.from({ length: 24 }, (_, hour) => hour)
  return {
    rows: weekdays.map((weekday) => {
      const hours = dayHours.map((hour) => ({ weekday, hour, ...at(weekday, hour) }))
      return { weekday, hours, ...addUp([...hours, at(weekday, null)]) }
    }),
    columns: dayHours.map((hour) => ({ hour, ...addUp(weekdays.map((weekday) => at(weekday, hour))) })),
    bounds: quartiles(hourSums.filter(({ hour }) => hour !== null).map((sum) => sum.total_seconds)),
    none: weekdays.map((weekday) => ({ weekday, ...at(weekday, null) })).filter((sum) => sum.total_seconds > 0),
  }
}
