import { days } from '../../ledger/facts'
import { isLong } from '../../ledger/periods'
import { daysWithin, previousRange } from '../../ledger/range'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { addUp, type SubjectSum, yearBefore } from '../../ledger/schema'
import { subjectSums } from '../../ledger/subject-sums'
import { bestDayOf } from '../../ledger/summary'
import { monthEnd, monthOf, monthStart, type Range } from '../../lib/days'
import { subjectKinds } from './breakdown'
import type { Division, StatsQuery } from './query'

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
type RangePlan = ReturnType<typeof planRanges>

/** Days of the range, the days before it, the calendar's year and month; all of them in one statement. */
export const readPeriods = async (db: D1Database, userId: string, filter: LedgerFilter, plan: RangePlan) => {
  const { range, before, compared, year, month } = plan
  const ranges = [range, ...(before ? [before] : []), year, { from: monthStart(month), to: monthEnd(month) }]
  const [from = range.from] = ranges.map((one) => one.from).sort()
  const [to = range.to] = ranges
    .map((one) => one.to)
    .sort()
    .reverse()
  const all = await days(db, userId, filter, { from, to })
  const ownDays = daysWithin(all, range)
  return {
    days: all,
    ownDays,
    daysBefore: compared ? daysWithin(all, compared) : [],
    totalBefore: before && addUp(daysWithin(all, before)),
    best: bestDayOf(ownDays),
  }
}
export type Periods = Awaited<ReturnType<typeof readPeriods>>

/** The time of a filter by another subject. Weekdays are those of its days. */
export const readSums = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  by: Division,
  range: Range,
): Promise<SubjectSum[]> => (by === 'weekday' ? [] : subjectSums(db, userId, [filter], range, subjectKinds[by]))
