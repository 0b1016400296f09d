import { addDays, monthEnd, monthOf, type Range, weekOf } from '../lib/days'
import type { DaySum, Grouping } from './schema'

/** A period of a range, clipped to it, with its sums. `date` is the first of its days that the range has. */
export type Period = DaySum & { to: string }

/** The last day of the period that a day is in. */
const periodEnd = (date: string, group: Grouping, weekStart: number) => {
  if (group === 'day') return date
  return group === 'week' ? weekOf(date, weekStart).to : monthEnd(monthOf(date))
}

/** Each period of a range, with time or without, in order. Days outside the range do not count. */
export const series = (days: DaySum[], { from, to }: Range, group: Grouping, weekStart: number): Period[] => {
  const periods: Period[] = []
  for (let date = from; date <= to; ) {
    const end = periodEnd(date, group, weekStart)
    periods.push({ date, to: end < to ? end : to, total_seconds: 0, session_count: 0 })
    date = addDays(end, 1)
  }
  let index = 0
  for (const day of days) {
    if (day.date < from || day.date > to) continue
    while ((periods[index]?.to ?? day.date) < day.date) index += 1
    const period = periods[index]
    if (!period) break
    period.total_seconds += day.total_seconds
    period.session_count += day.session_count
  }
  return periods
}
