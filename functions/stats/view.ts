import { allTimeStreaks } from '../ledger/active-days'
import type { FreeDays } from '../ledger/free-days'
import { chooseGrouping, groupingsFor, hasTick, periodTarget } from '../ledger/periods'
import { daysIn, isWithin } from '../ledger/range'
import { addUp, type DaySum, type Grouping } from '../ledger/schema'
import { type Period, series } from '../ledger/series'
import { bestDayOf, rangeFigures, type Summary } from '../ledger/summary'
import { activity } from '../ledger/sums'
import { yearQuartiles } from '../ledger/year'
import { addDays, datesBetween, type Range } from '../lib/days'
import type { User } from '../lib/env'
import { breakdownShares, weekdaySharesOf, withTimeBefore } from './breakdown'
import { monthRows, yearRows } from './calendar'
import { hourTable } from './hour-table'
import type { StatsQuery } from './query'
import { planRanges, readBreakdown, readPeriods } from './read-sums'

type Periods = Awaited<ReturnType<typeof readPeriods>>
type BreakdownSums = Awaited<ReturnType<typeof readBreakdown>>

/** Days with their target in seconds; compared bars have the seconds of the same days, a range's length earlier. */
const chartBars = (
  { periods, daysBefore }: Periods,
  { range, compared }: { range: Range; compared: Range | null },
  group: Grouping,
  { week_start, daily_target_minutes }: User['preferences'],
  free: FreeDays,
) => {
  const shown = series(periods, range, group, week_start)
  const secondsBefore = new Map(daysBefore.map(({ date, total_seconds }) => [date, total_seconds]))
  const length = daysIn(range)
  const before = ({ date, to }: Period) => {
    const dates = datesBetween(addDays(date, -length), addDays(to, -length))
    return dates.reduce((sum, day) => sum + (secondsBefore.get(day) ?? 0), 0)
  }
  return shown.map((period) => ({
    ...period,
    targetSeconds: periodTarget(period, daily_target_minutes, free),
    ticked: hasTick(period.date, group, shown.length, week_start),
    ...(compared && { before: before(period) }),
  }))
}

const fromFirstDay = <T>(weekdays: T[], weekStart: number) => [
  ...weekdays.slice(weekStart - 1),
  ...weekdays.slice(0, weekStart - 1),
]

/** Hours are shown as a table with the weekdays before; other breakdowns as shares. */
const breakdown = (
  by: StatsQuery['by'],
  { byDays, sums, sumsBefore, days, names }: BreakdownSums,
  { ownDays, daysBefore }: Periods,
  isCompared: boolean,
  weekStart: number,
) => {
  const shares = byDays ? weekdaySharesOf(days ?? ownDays) : breakdownShares(by, sums, names)
  const weekdaysBefore = weekdaySharesOf(daysBefore)
  const sharesBefore = by === 'weekday' ? weekdaysBefore : breakdownShares(by, sumsBefore, names)
  const compared = isCompared && by !== 'hour' ? withTimeBefore(shares, sharesBefore) : shares
  return {
    by,
    shares: by === 'weekday' ? fromFirstDay(compared, weekStart) : compared,
    hours: by === 'hour' ? hourTable(sums, weekStart) : null,
    weekdaysBefore: by === 'hour' && isCompared ? weekdaysBefore : null,
  }
}

const calendar = (days: DaySum[], year: Range, month: string, weekStart: number, free: FreeDays) => {
  const bounds = yearQuartiles(days, year)
  const week = { weekStart, ...free }
  return {
    rows: yearRows(days, year, bounds, week),
    year,
    bounds,
    month: { month, rows: monthRows(days, month, bounds, week), weekStart },
  }
}

/** Figures of tracked time; the use of apps is in apps/view.ts. */
export const statsView = async (db: D1Database, user: User, query: StatsQuery, today: string) => {
  const { preferences } = user
  const weekStart = preferences.week_start
  const reading = activity(db, user.id)
  const firstDay = query.range ? null : (await reading).firstDay
  const plan = planRanges(query, firstDay, today, weekStart)
  const { range, isAll, before, compared } = plan
  const [{ active, daysOff }, periods, sums] = await Promise.all([
    reading,
    readPeriods(db, user.id, plan),
    readBreakdown(db, user.id, query.by, plan),
  ])

  const free = { restDays: preferences.rest_days, daysOff }
  const person = { today, ...free }
  const { daysBefore, best } = periods
  const figuresOf = (sums: DaySum[], best: Summary['best_day'], of: Range) =>
    rangeFigures({ sums, active: active.filter((date) => isWithin(date, of)), best }, of, person)
  const group = chooseGrouping(range, query.group)
  const bars = chartBars(periods, plan, group, preferences, free)
  return {
    range,
    isAll,
    today,
    weekStart,
    clock: preferences.clock,
    figures: figuresOf(periods.periods, best, range),
    /** Sums of previous period; null for all time. */
    before: before && (periods.totalBefore ?? addUp(daysBefore)),
    compared: compared && { range: compared, figures: figuresOf(daysBefore, bestDayOf(daysBefore), compared) },
    canCompare: plan.canCompare,
    longestOfAllTime: allTimeStreaks(active, person).longest,
    group,
    groupings: groupingsFor(range),
    bars,
    targetSeconds: Math.max(...bars.map((bar) => bar.targetSeconds)),
    ...breakdown(query.by, sums, periods, compared !== null, weekStart),
    calendar: calendar(periods.days, plan.year, plan.month, weekStart, free),
  }
}
export type StatsView = Awaited<ReturnType<typeof statsView>>
