import { type FreeDays, freeDay } from '../ledger/free-days'
import { level, type Quartiles } from '../ledger/quartiles'
import type { DaySum } from '../ledger/schema'
import { addDays, datesBetween, monthEnd, monthOf, monthStart, type Range, weekStartOf } from '../lib/days'

/** How a person's calendar is laid out: their first day of the week, an ISO weekday, and their days without a target. */
export type Week = FreeDays & { weekStart: number }

export type CalendarDay = {
  date: string
  total_seconds: number
  session_count: number
  level: 0 | 1 | 2 | 3 | 4
  /** Without a target. */
  free?: 'rest day' | 'day off'
}

/** A calendar's days from one date to another, with time or without. */
const calendarDays = (days: Map<string, DaySum>, { from, to }: Range, bounds: Quartiles, week: Week): CalendarDay[] =>
  datesBetween(from, to).map((date) => {
    const { total_seconds, session_count } = days.get(date) ?? { total_seconds: 0, session_count: 0 }
    return { date, total_seconds, session_count, level: level(total_seconds, bounds), free: freeDay(date, week) }
  })

const byDate = (days: DaySum[]) => new Map(days.map((day) => [day.date, day]))

/** Weeks as columns: each weekday's row over all weeks, undefined where a day is outside the range. */
export const yearRows = (days: DaySum[], range: Range, bounds: Quartiles, week: Week) => {
  const all = calendarDays(byDate(days), range, bounds, week)
  const weeks = Math.ceil(all.length / 7)
  return Array.from({ length: 7 }, (_, row) => Array.from({ length: weeks }, (_, column) => all[column * 7 + row]))
}

/** The weeks of a month as rows of seven, undefined before its first day and after its last. */
export const monthRows = (days: DaySum[], month: string, bounds: Quartiles, week: Week) => {
  const range = { from: monthStart(month), to: monthEnd(month) }
  const known = new Map(calendarDays(byDate(days), range, bounds, week).map((day) => [day.date, day]))
  const first = weekStartOf(range.from, week.weekStart)
  const weeks = Math.ceil(datesBetween(first, range.to).length / 7)
  return Array.from({ length: weeks }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => known.get(addDays(first, row * 7 + column))),
  )
}

/** The months over the columns of a year: each with how many weeks begin in it. */
export const monthColumns = ({ from, to }: Range) => {
  const columns: { month: string; weeks: number }[] = []
  for (let week = from; week <= to; week = addDays(week, 7)) {
    const last = columns.at(-1)
    if (last?.month === monthOf(week)) last.weeks += 1
    else columns.push({ month: monthOf(week), weeks: 1 })
  }
  return columns
}
