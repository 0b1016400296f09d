import { datesBetween, isoWeekday, type Range } from '../lib/days'
import { type FreeDays, freeDay } from './free-days'
import { daysIn } from './range'
import type { Grouping } from './schema'

/** Longer ranges are shown by week by default. */
const daysByDefault = 92

/** Bars of more days than this would be too thin to see. */
const maxDays = 366

/** Longer ranges are shown by month only, and read by month: one row a month. */
const maxDaysByWeek = 2 * 366

export const isLong = (range: Range) => daysIn(range) > maxDaysByWeek

/** Leaves out groupings that would give one bar, or bars too thin to see. */
export const groupingsFor = (range: Range): Grouping[] => {
  const days = daysIn(range)
  const groupings: [Grouping, boolean][] = [
    ['day', days <= maxDays],
    ['week', days > 7 && days <= maxDaysByWeek],
    ['month', days > 31],
  ]
  return groupings.flatMap(([grouping, isUseful]) => (isUseful ? [grouping] : []))
}

/** Falls back to a default where the range does not allow the preferred grouping. */
export const chooseGrouping = (range: Range, preferred?: Grouping): Grouping => {
  if (preferred && groupingsFor(range).includes(preferred)) return preferred
  if (isLong(range)) return 'month'
  return daysIn(range) > daysByDefault ? 'week' : 'day'
}

/** Seconds: a single day has the daily target, a longer period that of its days that are not free. */
export const periodTarget = (
  { date, to }: { date: string; to: string },
  dailyTargetMinutes: number,
  free: FreeDays,
) => {
  const days = date === to ? 1 : datesBetween(date, to).filter((day) => !freeDay(day, free)).length
  return days * dailyTargetMinutes * 60
}

/** True where the chart labels the bar: with more than 14 days, only where a week begins. */
export const hasTick = (date: string, group: Grouping, bars: number, weekStart: number) =>
  group !== 'day' || bars <= 14 || isoWeekday(date) === weekStart
