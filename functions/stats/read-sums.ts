import { isLong } from '../ledger/periods'
import { daysWithin, mergeRanges, previousRange } from '../ledger/range'
import { bestDayOf } from '../ledger/summary'
import * as q from '../ledger/sums'
import { yearBefore } from '../ledger/year'
import { monthEnd, monthOf, monthStart, type Range, wholeMonths } from '../lib/days'
import { subjectKinds } from './breakdown'
import type { StatsQuery } from './query'
import type { Division } from './schema'
import { subjectNamesFor, sumsByKind } from './shares'

/** Long ranges are read by month, except for the days before and after their whole months. */
const rangeParts = (range: Range) => {
  if (!isLong(range)) return { days: [range], months: null }
  const { months, edges } = wholeMonths(range.from, range.to)
  return { days: edges, months }
}

/** The ranges that a page of statistics shows. All time is from the first session to today. */
export const planRanges = (query: StatsQuery, firstDay: string | null, today: string, weekStart: number) => {
  const from = firstDay && firstDay < today ? firstDay : today
  const range = query.range ?? { from, to: today }
  const before = query.range && previousRange(range)
  const canCompare = before !== null && !isLong(range)
  return {
    range,
    isAll: query.range === null,
    /** As many days right before the range; null for all time. */
    before,
    canCompare,
    /** Compared day by day. */
    compared: canCompare && query.compare ? before : null,
    month: query.month ?? monthOf(today),
    year: yearBefore(today, weekStart),
  }
}
export type RangePlan = ReturnType<typeof planRanges>

/** Days of the range, the days before it, the calendar's year and month; all of them in one statement. */
export const readPeriods = async (db: D1Database, userId: string, plan: RangePlan) => {
  const { range, before, compared, year, month } = plan
  const { days: ownRanges, months } = rangeParts(range)
  const ranges = mergeRanges([
    ...ownRanges,
    ...(compared ? [compared] : []),
    year,
    { from: monthStart(month), to: monthEnd(month) },
  ])
  const [sums, totalBefore, best] = await Promise.all([
    q.periodSums(db, userId, ranges, months),
    before && !compared ? q.rangeSum(db, userId, 'all', before) : null,
    months ? q.bestDay(db, userId, range) : null,
  ])
  const ownDays = ownRanges.flatMap((part) => daysWithin(sums.days, part))
  return {
    days: sums.days,
    ownDays,
    daysBefore: compared ? daysWithin(sums.days, compared) : [],
    totalBefore,
    periods: [...ownDays, ...sums.months].sort((a, b) => (a.date < b.date ? -1 : 1)),
    best: months ? best : bestDayOf(ownDays),
  }
}

/** Weekdays of all time, if it is long, are read from the sums of hours: these are fewer rows than its days. */
const usesDays = (by: Division, { range, isAll }: RangePlan) => by === 'weekday' && !(isAll && isLong(range))

/**
 * `days` are those that a breakdown by weekday needs beyond what `readPeriods` reads; null if none. Null where a range has
 * too many tasks to break it down by them.
 */
export const readBreakdown = async (db: D1Database, userId: string, by: Division, plan: RangePlan) => {
  const { range, isAll, compared } = plan
  const kinds = subjectKinds[by]
  const byDays = usesDays(by, plan)
  const sumsOf = (of: Range) => sumsByKind(db, userId, of, kinds, isAll)
  const [sums, sumsBefore, days] = await Promise.all([
    byDays ? [] : sumsOf(range),
    compared && by !== 'weekday' && by !== 'hour' ? sumsOf(compared) : [],
    byDays && rangeParts(range).months ? q.daySums(db, userId, 'all', range) : null,
  ])
  if (sums === null || sumsBefore === null) return null
  return { byDays, sums, sumsBefore, days, names: await subjectNamesFor(db, userId, [...sums, ...sumsBefore]) }
}
