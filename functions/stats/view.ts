import { allTimeStreaks } from '../ledger/active-days'
import { chooseGrouping, groupingsFor, hasTick, isLong, periodTarget } from '../ledger/periods'
import { daysIn, mergeRanges, previousRange } from '../ledger/range'
import type { DaySum } from '../ledger/schema'
import { series } from '../ledger/series'
import { bestDayOf, rangeFigures } from '../ledger/summary'
import * as q from '../ledger/sums'
import { yearBefore, yearQuartiles } from '../ledger/year'
import { addDays, datesBetween, monthEnd, monthOf, monthStart, type Range, wholeMonths } from '../lib/days'
import type { User } from '../lib/env'
import { breakdownShares, subjectKinds, sumOf, weekdaySharesOf, withTimeBefore } from './breakdown'
import { monthRows, yearRows } from './calendar'
import { hourTable } from './hour-table'
import type { StatsQuery } from './query'
import { subjectNamesFor } from './shares'

const within = (days: DaySum[], { from, to }: Range) => days.filter(({ date }) => date >= from && date <= to)

/** The days of a range that its figures are read from, and the whole months of a long one. */
const parts = (range: Range) => {
  if (!isLong(range)) return { days: [range], months: null }
  const { months, edges } = wholeMonths(range.from, range.to)
  return { days: edges, months }
}

/** Seconds of a period as many days before as the range is long. */
const secondsBefore = (days: Map<string, number>, { date, to }: { date: string; to: string }, length: number) =>
  datesBetween(addDays(date, -length), addDays(to, -length)).reduce((sum, day) => sum + (days.get(day) ?? 0), 0)

/** All time: from the first session to today. */
const allTime = (first: string | null, today: string): Range => ({
  from: first && first < today ? first : today,
  to: today,
})

/** Everything that the page of statistics shows of a person's range, asked of the rollups once. */
export const statsView = async (db: D1Database, user: User, asked: StatsQuery, today: string) => {
  const { preferences } = user
  const weekStart = preferences.week_start
  const known = asked.range ? null : await q.activity(db, user.id)
  const range = asked.range ?? allTime(known?.firstDay ?? null, today)
  const isAll = asked.range === null
  const before = isAll ? null : previousRange(range)
  const canCompare = before !== null && !isLong(range)
  const compared = canCompare && asked.compare ? before : null
  const month = asked.month ?? monthOf(today)
  const year = yearBefore(today, weekStart)
  const { days: read, months } = parts(range)
  const dayRanges = mergeRanges([
    ...read,
    ...(compared ? [compared] : []),
    year,
    { from: monthStart(month), to: monthEnd(month) },
  ])
  const { by } = asked
  const kinds = subjectKinds[by]
  // The days of a range tell its weekdays, and those of what a table of hours is held against.
  const byDays = by === 'weekday' && !(isAll && isLong(range))
  const sumsOf = (of: Range) => (isAll ? q.totalSums(db, user.id, of.to, kinds) : q.subjectSums(db, user.id, of, kinds))

  const [found, activity, sums, sumsBefore, totalBefore, best, longDays] = await Promise.all([
    q.periodSums(db, user.id, dayRanges, months),
    known ?? q.activity(db, user.id),
    byDays ? [] : sumsOf(range),
    compared && by !== 'weekday' && by !== 'hour' ? sumsOf(compared) : [],
    before && !compared ? q.rangeSum(db, user.id, 'all', before) : undefined,
    months ? q.bestDay(db, user.id, range) : undefined,
    byDays && months ? q.daySums(db, user.id, 'all', range) : undefined,
  ])
  const names = await subjectNamesFor(db, user.id, [...sums, ...sumsBefore])

  const { days } = found
  const free = { restDays: preferences.rest_days, daysOff: activity.daysOff }
  const person = { today, ...free }
  const inRange = read.flatMap((part) => within(days, part))
  const daysBefore = compared ? within(days, compared) : []
  const periods = [...inRange, ...found.months].sort((a, b) => (a.date < b.date ? -1 : 1))
  const activeIn = ({ from, to }: Range) => activity.active.filter((date) => date >= from && date <= to)
  const figures = rangeFigures(
    { sums: periods, active: activeIn(range), best: months ? (best ?? null) : bestDayOf(inRange) },
    range,
    person,
  )

  const group = chooseGrouping(range, asked.group)
  const past = new Map(daysBefore.map(({ date, total_seconds }) => [date, total_seconds]))
  const shown = series(periods, range, group, weekStart)
  const bars = shown.map((period) => ({
    ...period,
    targetSeconds: periodTarget(period, preferences.daily_target_minutes, free),
    ticked: hasTick(period.date, group, shown.length, weekStart),
    ...(compared && { before: secondsBefore(past, period, daysIn(range)) }),
  }))
  const shares = byDays ? weekdaySharesOf(longDays ?? inRange) : breakdownShares(by, sums, names)
  const sharesBefore = by === 'weekday' ? weekdaySharesOf(daysBefore) : breakdownShares(by, sumsBefore, names)
  const besides = compared && by !== 'hour' ? withTimeBefore(shares, sharesBefore) : shares
  const bounds = yearQuartiles(days, year)
  return {
    range,
    isAll,
    today,
    weekStart,
    clock: preferences.clock,
    figures,
    /** The sums of as many days before; of all time there are none. */
    before: before && (totalBefore ?? sumOf(daysBefore)),
    /** What is compared with, day by day. */
    compared: compared && {
      range: compared,
      figures: rangeFigures(
        { sums: daysBefore, active: activeIn(compared), best: bestDayOf(daysBefore) },
        compared,
        person,
      ),
    },
    canCompare,
    longestOfAllTime: allTimeStreaks(activity.active, person).longest,
    group,
    groupings: groupingsFor(range),
    bars,
    targetSeconds: Math.max(...bars.map((bar) => bar.targetSeconds)),
    by,
    shares: by === 'weekday' ? fromFirst(besides, weekStart) : besides,
    hours: by === 'hour' ? hourTable(sums, weekStart) : null,
    weekdaysBefore: by === 'hour' && compared ? weekdaySharesOf(daysBefore) : null,
    calendar: {
      rows: yearRows(days, year, bounds, { weekStart, ...free }),
      year,
      bounds,
      month: { month, rows: monthRows(days, month, bounds, { weekStart, ...free }), weekStart },
    },
  }
}

/** Weekdays from the first day of the week on. */
const fromFirst = <T>(weekdays: T[], weekStart: number) => [
  ...weekdays.slice(weekStart - 1),
  ...weekdays.slice(0, weekStart - 1),
]

export type StatsView = Awaited<ReturnType<typeof statsView>>
