import { datesBetween, isoWeekday, type Range } from '../lib/days'
import { type FreeDays, freeDay } from './free-days'
import { daysIn } from './range'
import type { Grouping } from './schema'

/** Beyond this many days, hours are shown by week unless days are asked for. */
const daysByDefault = 92

/** Beyond this many days, bars by day would be too thin to see. */
const daysAtMost = 366

/** Beyond this many days, hours are shown by month, and read so: a longer range costs a row a month. */
const weeksAtMost = 2 * 366

/** Whether a range is so long that it is read by months. */
export const isLong = (range: Range) => daysIn(range) > weeksAtMost

/** The ways to show the hours of a range that tell something. */
export const groupingsFor = (range: Range): Grouping[] => {
  const days = daysIn(range)
  const ways: [Grouping, boolean][] = [
    ['day', days <= daysAtMost],
    ['week', days > 7 && days <= weeksAtMost],
    ['month', days > 31],
  ]
  return ways.flatMap(([way, tells]) => (tells ? [way] : []))
}

/** How the hours of a range are shown: as asked for, where that can be. */
export const chooseGrouping = (range: Range, asked?: Grouping): Grouping => {
  if (asked && groupingsFor(range).includes(asked)) return asked
  if (isLong(range)) return 'month'
  return daysIn(range) > daysByDefault ? 'week' : 'day'
}

/** The target of a period in seconds: a day's own, of a week the sum over its days that are neither rest days nor off. */
export const periodTarget = (
  { date, to }: { date: string; to: string },
  dailyTargetMinutes: number,
  free: FreeDays,
) => {
  const days = date === to ? 1 : datesBetween(date, to).filter((day) => !freeDay(day, free)).length
  return days * dailyTargetMinutes * 60
}

/** Whether a period's date stands under its bar: of many days, only where a week begins. */
export const hasTick = (date: string, group: Grouping, bars: number, weekStart: number) =>
  group !== 'day' || bars <= 14 || isoWeekday(date) === weekStart
