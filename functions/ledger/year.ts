import { addDays, type Range, weekStartOf } from '../lib/days'
import { quartiles } from './quartiles'
import type { DaySum } from './schema'

/** The 53 weeks that end with the one today is in, up to today. */
export const yearBefore = (today: string, weekStart: number): Range => ({
  from: addDays(weekStartOf(today, weekStart), -52 * 7),
  to: today,
})

/** What divides the days of a year into quarters. */
export const yearQuartiles = (days: DaySum[], { from, to }: Range) =>
  quartiles(days.filter(({ date }) => date >= from && date <= to).map((day) => day.total_seconds))
