import { allTimeStreaks } from '../ledger/active-days'
import { daysInRange } from '../ledger/filter-sums'
import type { FreeDays } from '../ledger/free-days'
import { chooseGrouping, groupingsFor, hasTick, periodTarget } from '../ledger/periods'
import { daysIn, daysWithin, mergeRanges } from '../ledger/range'
import { everything, type LedgerFilter, resolveSubject, subjectLabel } from '../ledger/resolve-subject'
import { addUp, type DaySum, type Grouping } from '../ledger/schema'
import { type Period, periodEnd, series } from '../ledger/series'
import { namedSubjectSums } from '../ledger/subject-sums'
import { activeDays, bestDayOf, rangeFigures, type Summary } from '../ledger/summary'
import { activity } from '../ledger/sums'
import { yearQuartiles } from '../ledger/year'
import { addDays, datesBetween, dayNumber, monthEnd, monthStart, type Range } from '../lib/days'
import type { User } from '../lib/env'
import type { OrgTime } from '../lib/org'
import { breakdownShares, subjectKinds, weekdaySharesOf, withTimeBefore } from './breakdown'
import { monthRows, yearRows } from './calendar'
import { crossSums } from './cross-sums'
import { hourTable } from './hour-table'
import type { StatsQuery } from './query'
import { planRanges, type RangePlan, readBreakdown, readPeriods } from './read-sums'
import { subjectNamesFor } from './shares'

type Periods = Awaited<ReturnType<typeof readPeriods>>
type BreakdownSums = NonNullable<Awaited<ReturnType<typeof readBreakdown>>>

/**
 * Periods with their target in seconds. That of one that is not over is for all of it, so that it is not met below the
 * chart's line. Compared bars have the seconds of the same days, a range's length earlier.
 */
const chartBars = (
  { periods, daysBefore }: Pick<Periods, 'periods' | 'daysBefore'>,
  { range, compared }: { range: Range; compared: Range | null },
  group: Grouping,
  { week_start, daily_target_minutes }: User['preferences'],
  { today, ...free }: FreeDays & { today: string },
) => {
  const shown = series(periods, range, group, week_start)
  const secondsBefore = new Map(daysBefore.map(({ date, total_seconds }) => [date, total_seconds]))
  const length = daysIn(range)
  const past = ({ date, to }: Period) => {
    const beforeRange = { from: addDays(date, -length), to: addDays(to, -length) }
    const dates = datesBetween(beforeRange.from, beforeRange.to)
    return { before: dates.reduce((sum, day) => sum + (secondsBefore.get(day) ?? 0), 0), beforeRange }
  }
  return shown.map((period) => {
    const end = periodEnd(period.date, group, week_start)
    const isOpen = end >= today
    return {
      ...period,
      isOpen,
      targetSeconds: periodTarget({ ...period, to: isOpen ? end : period.to }, daily_target_minutes, free),
      ticked: hasTick(period.date, group, shown.length, week_start),
      ...(compared && past(period)),
    }
  })
}

const fromFirstDay = <T>(weekdays: T[], weekStart: number) => [
  ...weekdays.slice(weekStart - 1),
  ...weekdays.slice(0, weekStart - 1),
]

/** Hours are shown as a table with the weekdays before; other breakdowns as shares. */
const breakdown = (
  by: StatsQuery['by'],
  { byDays, sums, sumsBefore, days, names }: BreakdownSums,
  { ownDays, daysBefore }: Pick<Periods, 'ownDays' | 'daysBefore'>,
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

/** The days of one subject that the page shows, and its time by other subjects; null `sums` are too many to read. */
const readSubject = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  query: StatsQuery,
  plan: RangePlan,
  context: OrgTime | null,
) => {
  const { range, before, compared, year, month } = plan
  const ranges = mergeRanges([
    range,
    ...(before ? [before] : []),
    year,
    { from: monthStart(month), to: monthEnd(month) },
  ])
  const kinds = subjectKinds[query.by]
  // The projects of a context are rows of the rollups, however many sessions they have.
  const isByProject = context !== null && query.subject === 'all' && kinds.every((kind) => kind === 'project')
  const inContext = new Set(ledger.subjects)
  const cross = async (of: Range) =>
    isByProject
      ? (await namedSubjectSums(db, userId, of, kinds)).filter(({ subject }) => inContext.has(subject))
      : crossSums(db, userId, ledger, of, kinds)
  const [days, sums, sumsBefore] = await Promise.all([
    Promise.all(ranges.map((of) => daysInRange(db, userId, ledger, of))),
    query.by === 'weekday' ? [] : cross(range),
    compared && query.by !== 'weekday' && query.by !== 'hour' ? cross(compared) : [],
  ])
  const all = days.flat()
  const ownDays = daysWithin(all, range)
  const isDivided = sums !== null && sumsBefore !== null
  const read = isDivided ? [...sums, ...sumsBefore] : []
  return {
    periods: {
      days: all,
      ownDays,
      daysBefore: compared ? daysWithin(all, compared) : [],
      totalBefore: before && addUp(daysWithin(all, before)),
      periods: ownDays,
      best: bestDayOf(ownDays),
    },
    sums: {
      byDays: query.by === 'weekday',
      sums: isDivided ? sums : [],
      sumsBefore: isDivided ? sumsBefore : [],
      days: null,
      names: await subjectNamesFor(db, userId, read),
    },
    isDivided,
    active: activeDays(all),
  }
}

const readAll = async (db: D1Database, userId: string, by: StatsQuery['by'], plan: RangePlan) => {
  const [periods, sums] = await Promise.all([readPeriods(db, userId, plan), readBreakdown(db, userId, by, plan)])
  const none: BreakdownSums = { byDays: false, sums: [], sumsBefore: [], days: null, names: [] }
  return { periods, sums: sums ?? none, isDivided: sums !== null, active: undefined }
}

/**
 * Figures of tracked time; the use of apps is in apps/view.ts. Null if the subject does not exist. A subject's own days
 * have no target, nor do those of a context.
 */
export const statsView = async (
  db: D1Database,
  user: User,
  query: StatsQuery,
  today: string,
  context: OrgTime | null = null,
) => {
  const { preferences } = user
  const weekStart = preferences.week_start
  const isAllTime = query.subject === 'all' && context === null
  const known = { ...everything, subject: 'all', name: null }
  const subject = isAllTime ? known : await resolveSubject(db, user.id, query.subject, context)
  if (!subject) return null
  const readingActivity = activity(db, user.id)
  const firstDay = query.range ? null : (await readingActivity).firstDay
  const plan = planRanges(query, firstDay, today, weekStart)
  const { range, isAll, before, compared } = plan
  const [{ active: allActive, daysOff }, { periods, sums, isDivided, active: ownActive }] = await Promise.all([
    readingActivity,
    isAllTime ? readAll(db, user.id, query.by, plan) : readSubject(db, user.id, subject, query, plan, context),
  ])

  const active = ownActive ?? allActive
  const free = { restDays: preferences.rest_days, daysOff }
  const person = { today, ...free }
  const { daysBefore, best } = periods
  const figuresOf = (sums: DaySum[], best: Summary['best_day'], of: Range) => {
    const [from, to] = [dayNumber(of.from), dayNumber(of.to)]
    return rangeFigures({ sums, active: active.filter((day) => day >= from && day <= to), best }, of, person)
  }
  const group = chooseGrouping(range, query.group)
  const target = isAllTime ? preferences : { ...preferences, daily_target_minutes: 0 }
  const bars = chartBars(periods, plan, group, target, person)
  return {
    subject: query.subject,
    isAllTime,
    label: query.subject === 'all' ? null : subjectLabel(subject, preferences.clock),
    /** False where a subject has too many sessions to divide its time, or a range too many tasks. */
    isDivided,
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
    /** Null for a subject, whose days of all time are not stored. */
    longestOfAllTime: isAllTime ? allTimeStreaks(active, person).longest : null,
    group,
    groupings: groupingsFor(range),
    bars,
    targetSeconds: Math.max(...bars.map((bar) => bar.targetSeconds)),
    ...breakdown(query.by, sums, periods, compared !== null, weekStart),
    calendar: calendar(periods.days, plan.year, plan.month, weekStart, free),
  }
}
export type StatsView = NonNullable<Awaited<ReturnType<typeof statsView>>>
