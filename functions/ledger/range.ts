import {
  addDays,
  addMonths,
  daysBetween,
  monthEnd,
  monthOf,
  monthStart,
  monthsLater,
  type Range,
  weekOf,
} from '../lib/time/days'

/** Named ranges in the order of the range picker. A number is that many days up to today. */
export const presets = ['7', '30', '90', '365', 'this-month', 'last-month'] as const
export type Preset = (typeof presets)[number]

export const daysIn = ({ from, to }: Range) => daysBetween(from, to) + 1

export const isWithin = (date: string, { from, to }: Range) => date >= from && date <= to

export const daysWithin = <D extends { date: string }>(days: D[], range: Range) =>
  days.filter(({ date }) => isWithin(date, range))

export const wholeMonth = (month: string): Range => ({ from: monthStart(month), to: monthEnd(month) })

export const lastDays = (today: string, days: number): Range => ({ from: addDays(today, 1 - days), to: today })

/** Dates of a named range. A range that includes today ends today. */
export const presetRange = (preset: Preset, today: string): Range => {
  if (preset === 'this-month') return { from: monthStart(monthOf(today)), to: today }
  if (preset === 'last-month') return wholeMonth(addMonths(monthOf(today), -1))
  return lastDays(today, Number(preset))
}

/** Relative periods that reports and saved views can store. Their dates change from day to day. */
export const relativeRanges = [...presets, 'today', 'this-week', 'last-week', 'this-year', 'last-year'] as const
export type RelativeRange = (typeof relativeRanges)[number]

/** Dates of a relative period. A period that includes today ends today. @param weekStart ISO weekday */
export const relativeRange = (name: RelativeRange, today: string, weekStart: number): Range => {
  const year = Number(today.slice(0, 4))
  const { from } = weekOf(today, weekStart)
  if (name === 'today') return { from: today, to: today }
  if (name === 'this-week') return { from, to: today }
  if (name === 'last-week') return weekOf(addDays(from, -1), weekStart)
  if (name === 'this-year') return { from: `${year}-01-01`, to: today }
  if (name === 'last-year') return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` }
  return presetRange(name, today)
}

/** Replaces a period in query values with its dates. The period takes precedence over dates in the query. */
export const withPeriod = <V extends Record<string, unknown>>(values: V, today: string, weekStart: number) => {
  const name = relativeRanges.find((one) => one === values.range)
  return name ? { ...values, ...relativeRange(name, today, weekStart) } : values
}

export const rangeOrLast30Days = ({ from, to }: Partial<Range>, today: string): Range =>
  from === undefined || to === undefined ? lastDays(today, 30) : { from, to }

/** Named range with these dates, the first of `names`; undefined if there is none. */
export const presetFor = (
  range: Range,
  today: string,
  { names = presets, weekStart = 1 }: { names?: readonly RelativeRange[]; weekStart?: number } = {},
) =>
  names.find((name) => {
    const { from, to } = relativeRange(name, today, weekStart)
    return from === range.from && to === range.to
  })

/** The range of equal length before this one. */
export const previousRange = (range: Range): Range => ({
  from: addDays(range.from, -daysIn(range)),
  to: addDays(range.from, -1),
})

/** The month that a range covers in full, or up to today if it is the current month. Undefined for other ranges. */
export const monthCovered = ({ from, to }: Range, today = '') => {
  const month = monthOf(from)
  const end = month === monthOf(today) ? today : monthEnd(month)
  return from === monthStart(month) && to === end ? month : undefined
}

/** The week that a range covers in full or up to today. A week of a single day is not recognized. */
const weekCovered = ({ from, to }: Range, today: string, weekStart: number) => {
  const week = weekOf(from, weekStart)
  const end = week.to > today && week.from < today ? today : week.to
  return from === week.from && to === end ? week : undefined
}

/** The previous range: a whole month or week if this one starts a month or week, else as many days. */
export const earlierRange = (range: Range, today: string, weekStart: number): Range => {
  const month = monthCovered(range, today)
  if (month) return wholeMonth(addMonths(month, -1))
  return weekCovered(range, today, weekStart) ? weekOf(addDays(range.from, -1), weekStart) : previousRange(range)
}

/** The range of equal length after this one. */
const followingRange = ({ from, to }: Range): Range => ({ from: addDays(to, 1), to: addDays(to, daysIn({ from, to })) })

/** The next period by the calendar: whole months, from any day of the month, are followed by as many months. */
export const nextPeriod = (range: Range): Range => {
  const { from } = range
  const next = addDays(range.to, 1)
  const [start = 0, end = 0] = [from, next].map((date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)))
  const months = end - start
  if (months > 0 && monthsLater(from, months) === next)
    return { from: next, to: addDays(monthsLater(from, 2 * months), -1) }
  // Months that begin on the last day of a short month, such as 28 February – 30 March.
  if (months > 0 && monthsLater(next, -months) === from)
    return { from: next, to: addDays(monthsLater(next, months), -1) }
  return followingRange(range)
}

/** The next range, up to today. Undefined if this range reaches today. */
export const laterRange = (range: Range, today: string, weekStart: number): Range | undefined => {
  if (range.to >= today) return undefined
  const month = monthCovered(range, today)
  const next = month ? wholeMonth(addMonths(month, 1)) : followingRange(range)
  if (next.to <= today) return next
  const begins = month || weekCovered(range, today, weekStart)
  return begins ? { from: next.from, to: today } : lastDays(today, daysIn(range))
}
