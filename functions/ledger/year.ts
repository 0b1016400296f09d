import { addDays, type Range, weekStartOf } from '../lib/days'
import { quartiles } from './quartiles'
import { daysWithin } from './range'
import type { DaySum } from './schema'

/** 53 weeks, of which the last ends today. */
export const yearBefore = (today: string, weekStart: number): Range => ({
  from: addDays(weekStartOf(today, weekStart), -52 * 7),
  to: today,
})

export const yearQuartiles = (days: DaySum[], year: Range) =>
  quartiles(daysWithin(days, year).map((day) => day.total_seconds))
