import { addDays, monthEnd, monthOf, type Range, weekOf } from '../lib/days'
import { daysWithin } from './range'
import { type DaySum, type Grouping, noTime } from './schema'

/** A period clipped to its range, from `date` to `to`. */
export type Period = DaySum & { to: string }

/** The last date of the period that a date lies in, which can be after the range. */
export const periodEnd = (date: string, group: Grouping, weekStart: number) => {
  if (group === 'day') return date
  return group === 'week' ? weekOf(date, weekStart).to : monthEnd(monthOf(date))
}

/** Every period of a range, with time or without, in order. `days` are in order, too. */
export const series = (days: DaySum[], { from, to }: Range, group: Grouping, weekStart: number): Period[] => {
  const periods: Period[] = []
  for (let date = from; date <= to; ) {
    const end = periodEnd(date, group, weekStart)
    periods.push({ date, to: end < to ? end : to, ...noTime })
    date = addDays(end, 1)
  }
  let index = 0
  for (const day of daysWithin(days, { from, to })) {
    while ((periods[index]?.to ?? day.date) < day.date) index += 1
    const period = periods[index]
    if (!period) break
    period.total_seconds += day.total_seconds
    period.session_count += day.session_count
  }
  return periods
}
