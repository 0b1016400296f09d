import { type FreeDays, freeDay } from '../days-off/free'
import { datesBetween, type Range } from '../lib/days'
import { lengthOf } from './range'

/** Beyond this many days, hours are shown by week unless days are asked for. */
const daysByDefault = 92

/** Beyond this many days, bars by day would be too thin to see. */
const daysAtMost = 366

/** Whether a range can be shown by day and by week, or has one way only. */
export const canChoose = (range: Range) => lengthOf(range) > 7 && lengthOf(range) <= daysAtMost

/** How the hours of a range are shown: as asked for, where that can be. */
export const groupingOf = (range: Range, asked?: 'day' | 'week') => {
  if (!canChoose(range)) return lengthOf(range) > daysAtMost ? 'week' : 'day'
  return asked ?? (lengthOf(range) > daysByDefault ? 'week' : 'day')
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
