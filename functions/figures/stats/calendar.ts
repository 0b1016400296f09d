import { type FreeDays, freeDay } from '../../ledger/free-days'
import { level, type Quartiles } from '../../ledger/quartiles'
import { daysWithin } from '../../ledger/range'
import { type DaySum, noTime } from '../../ledger/schema'
import { addDays, datesBetween, monthEnd, monthOf, monthStart, type Range, weekStartOf } from '../../lib/days'

/** `weekStart` is an ISO weekday. */
type Week = FreeDays & { weekStart: number }

/** `free` is set on days without a target. */
export type CalendarDay = DaySum & { level: ReturnType<typeof level>; free?: 'rest day' | 'day off' }

/** All days of a range, with time or without. */
const calendarDays = (days: Map<string, DaySum>, { from, to }: Range, bounds: Quartiles, week: Week): CalendarDay[] =>
  datesBetween(from, to).map((date) => {
    const { total_seconds, session_count } = days.get(date) ?? noTime
    return { date, total_seconds, session_count, level: level(total_seconds, bounds), free: freeDay(date, week) }
  })

const byDate = (days: DaySum[]) => new Map(days.map((day) => [day.date, day]))

/** A row per weekday, a column per week; undefined for days outside the range. */
export const yearRows = (days: DaySum[], range: Range, bounds: Quartiles, week: Week) => {
  const all = calendarDays(byDate(days), range, bounds, week)
  const weeks = Math.ceil(all.length / 7)
  return Array.from({ length: 7 }, (_, row) => Array.from({ length: weeks }, (_, column) => all[column * 7 + row]))
}

/** A row of seven per week; undefined for days outside the month. */
export const monthRows = (days: DaySum[], month: string, bounds: Quartiles, week: Week) => {
  const range = { from: monthStart(month), to: monthEnd(month) }
  const known = new Map(
    calendarDays(byDate(daysWithin(days, range)), range, bounds, week).map((day) => [day.date, day]),
  )
  const first = weekStartOf(range.from, week.weekStart)
  const weeks = Math.ceil(datesBetween(first, range.to).length / 7)
  return Array.from({ length: weeks }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => known.get(addDays(first, row * 7 + column))),
  )
}

/** Months with the number of weeks (columns) that begin in them. */
export const monthColumns = ({ from, to }: Range) => {
  const columns: { month: string; weeks: number }[] = []
  for (let week = from; week <= to; week = addDays(week, 7)) {
    const last = columns.at(-1)
    if (last?.month === monthOf(week)) last.weeks += 1
    else columns.push({ month: monthOf(week), weeks: 1 })
  }
  return columns
}
