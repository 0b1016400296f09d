import { addDays, addMonths, isDate, monthEnd, monthOf, monthStart, type Range, weekOf } from '../lib/days'
import { monthNames } from '../lib/format'
import type { ReviewPeriod } from './schema'

/** The week or month that a date lies in. @param weekStart ISO weekday */
export const periodOf = (period: ReviewPeriod, date: string, weekStart: number): Range =>
  period === 'week' ? weekOf(date, weekStart) : { from: monthStart(monthOf(date)), to: monthEnd(monthOf(date)) }

/** The period right before one. */
export const periodBefore = (period: ReviewPeriod, { from }: Range): Range => {
  const last = addDays(from, -1)
  return period === 'week'
    ? { from: addDays(from, -7), to: last }
    : { from: monthStart(addMonths(monthOf(from), -1)), to: last }
}

/** The dates by which pages name the periods beside one; undefined beyond what a date can be, and beyond today. */
export const datesBeside = (period: ReviewPeriod, range: Range, today: string) => {
  const [before, after] = [periodBefore(period, range).from, addDays(range.to, 1)]
  return { earlier: isDate(before) ? before : undefined, later: after <= today ? after : undefined }
}

const wholeDate = (date: string) =>
  `${Number(date.slice(8))} ${monthNames[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`

/** `Week of 16 November 2026`, `November 2026`. @param from its first day */
export const periodTitle = (period: ReviewPeriod, from: string) =>
  period === 'week' ? `Week of ${wholeDate(from)}` : wholeDate(from).replace(/^\d+ /, '')
