import type { WhitelistHead } from '../../apps/app-rules/effective-rule'
import { heatLevel, type Quartiles, quartiles } from '../../ledger/quartiles'
import { daysIn, daysWithin, previousRange } from '../../ledger/range'
import { allTimeFilter, namesOfParts, type ResolvedSubject, resolveSubject } from '../../ledger/resolve-subject'
import {
  activeDays,
  addUp,
  bestDayOf,
  chooseGrouping,
  type DaySum,
  type Grouping,
  groupingsFor,
  hasBarLabel,
  noTime,
  periodTarget,
  rangeFigures,
  type SubjectSum,
  type Summary,
  type Sums,
  yearQuartiles,
} from '../../ledger/schema'
import { fillPeriods, type Period, periodEnd, periodStart } from '../../ledger/series'
import { allTimeStreaks, type FreeDays, freeDay } from '../../ledger/streaks'
import { parseHourSubject } from '../../ledger/subject'
import { readActivity } from '../../ledger/sums'
import type { User } from '../../lib/env'
import type { OrgTime } from '../../lib/org'
import {
  addDays,
  datesBetween,
  dayNumber,
  dayOf,
  monthEnd,
  monthOf,
  monthStart,
  type Range,
  weekStartOf,
} from '../../lib/time/days'
import { isUsed } from '../../lib/uses'
import { finishedRounds } from '../../time/timer/focus/queries'
import { appsView } from './apps/view'
import {
  addPreviousTime,
  breakdownShares,
  type Periods,
  planRanges,
  readPeriods,
  readSums,
  weekdaySharesOf,
} from './breakdown'
import type { StatsQuery } from './query'
import { readStack, stackOf } from './stack'

/** First day of a week as an ISO weekday, and days without a target. */
type Week = FreeDays & { weekStart: number }

/** `free` is set on days without a target. */
export type CalendarDay = DaySum & { level: ReturnType<typeof heatLevel>; free?: 'rest day' | 'day off' }

/** All days of a range, including those without time. */
const calendarDays = (days: Map<string, DaySum>, { from, to }: Range, bounds: Quartiles, week: Week): CalendarDay[] =>
  datesBetween(from, to).map((date) => {
    const { total_seconds, session_count } = days.get(date) ?? noTime
    return { date, total_seconds, session_count, level: heatLevel(total_seconds, bounds), free: freeDay(date, week) }
  })

const byDate = (days: DaySum[]) => new Map(days.map((day) => [day.date, day]))

/** A row per weekday, a column per week; undefined for days outside the range. */
const yearRows = (days: DaySum[], range: Range, bounds: Quartiles, week: Week) => {
  const all = calendarDays(byDate(days), range, bounds, week)
  const weeks = Math.ceil(all.length / 7)
  return Array.from({ length: 7 }, (_, row) => Array.from({ length: weeks }, (_, column) => all[column * 7 + row]))
}

/** A row of seven per week; undefined for days outside the month. */
const monthRows = (days: DaySum[], month: string, bounds: Quartiles, week: Week) => {
  const range = { from: monthStart(month), to: monthEnd(month) }
  const known = new Map(
    calendarDays(byDate(daysWithin(days, range)), range, bounds, week).map((day) => [day.date, day]),
  )
  const first = weekStartOf(range.from, week.weekStart)
  const weeks = Math.ceil(datesBetween(first, range.to).length / 7)
  return Array.from({ length: weeks }, (_, row) =>
    Array.from({ length: 7 }, (_, column) => known.get(addDays(first, row * 7 + column))),
  )
}

/** Months with the number of weeks (columns) that begin in each. */
export const monthColumns = ({ from, to }: Range) => {
  const columns: { month: string; weeks: number }[] = []
  for (let week = from; week <= to; week = addDays(week, 7)) {
    const last = columns.at(-1)
    if (last?.month === monthOf(week)) last.weeks += 1
    else columns.push({ month: monthOf(week), weeks: 1 })
  }
  return columns
}

/** Sums of an hour of a weekday. `weekday`: 1 (Monday) to 7. */
export type HourSum = Sums & { weekday: number; hour: number }

export type HourTable = {
  /** Weekdays from the first day of the week, with 24 hours each. */
  rows: (Sums & { weekday: number; hours: HourSum[] })[]
  /** Each hour, summed over all weekdays. */
  columns: (Sums & { hour: number })[]
  bounds: Quartiles
}

/** Table of weekdays by hours. Rows sum to the time of the range, and so do columns. */
export const hourTable = (sums: SubjectSum[], weekStart: number): HourTable => {
  const hourSums = sums
    .filter(({ subject }) => subject.startsWith('hour:'))
    .map((sum) => ({ ...sum, ...parseHourSubject(sum.subject) }))
  const known = new Map(hourSums.map(({ weekday, hour, ...sum }) => [`${weekday} ${hour}`, addUp([sum])]))
  const at = (weekday: number, hour: number) => known.get(`${weekday} ${hour}`) ?? noTime
  const weekdays = Array.from({ length: 7 }, (_, index) => ((weekStart - 1 + index) % 7) + 1)
  const dayHours = Array.from({ length: 24 }, (_, hour) => hour)
  return {
    rows: weekdays.map((weekday) => {
      const hours = dayHours.map((hour) => ({ weekday, hour, ...at(weekday, hour) }))
      return { weekday, hours, ...addUp(hours) }
    }),
    columns: dayHours.map((hour) => ({ hour, ...addUp(weekdays.map((weekday) => at(weekday, hour))) })),
    bounds: quartiles(hourSums.map((sum) => sum.total_seconds)),
  }
}

/**
 * Bars of the chart, with targets in seconds. A period that is unfinished or partly in the range has the target of the
 * whole period, like the line in the chart. Compared bars have the seconds of the same days one range earlier.
 */
const chartBars = (
  { ownDays, daysBefore }: Periods,
  { range, compared }: { range: Range; compared: Range | null },
  group: Grouping,
  { week_start, daily_target_minutes }: User['preferences'],
  { today, ...free }: FreeDays & { today: string },
) => {
  const shown = fillPeriods(ownDays, range, group, week_start)
  const secondsBefore = new Map(daysBefore.map(({ date, total_seconds }) => [date, total_seconds]))
  const length = daysIn(range)
  const past = ({ date, to }: Period) => {
    const beforeRange = { from: addDays(date, -length), to: addDays(to, -length) }
    const dates = datesBetween(beforeRange.from, beforeRange.to)
    return { before: dates.reduce((sum, day) => sum + (secondsBefore.get(day) ?? 0), 0), beforeRange }
  }
  return shown.map((period) => {
    const end = periodEnd(period.date, group, week_start)
    const date = periodStart(period.date, group, week_start)
    return {
      ...period,
      isOpen: date < period.date || period.to < end || end >= today,
      targetSeconds: periodTarget({ date, to: end }, daily_target_minutes, free),
      ticked: hasBarLabel(period.date, group, shown.length, week_start),
      ...(compared && past(period)),
    }
  })
}

const fromFirstDay = <T>(weekdays: T[], weekStart: number) => [
  ...weekdays.slice(weekStart - 1),
  ...weekdays.slice(0, weekStart - 1),
]

/** Data of the breakdown: for hours a table with the weekdays above it, else shares. */
const breakdown = (
  by: StatsQuery['by'],
  [sums, sumsBefore]: [now: SubjectSum[], before: SubjectSum[]],
  { ownDays, daysBefore }: Periods,
  isCompared: boolean,
  weekStart: number,
) => {
  const shares = by === 'weekday' ? weekdaySharesOf(ownDays) : breakdownShares(by, sums)
  const weekdaysBefore = weekdaySharesOf(daysBefore)
  const sharesBefore = by === 'weekday' ? weekdaysBefore : breakdownShares(by, sumsBefore)
  const compared = isCompared && by !== 'hour' ? addPreviousTime(shares, sharesBefore) : shares
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

/** Figures of tracked time. Null if the subject does not exist. A subject or a context has no target. */
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
  const known: ResolvedSubject = { ...allTimeFilter, subject: 'all', name: null }
  const subject = isAllTime ? known : await resolveSubject(db, user.id, query.subject, context)
  if (!subject) return null
  const readingActivity = readActivity(db, user.id)
  const plan = planRanges(query, query.range ? null : (await readingActivity).firstDay, today, weekStart)
  const { range, isAll, compared } = plan
  const isStacked = query.stack !== undefined
  const group = chooseGrouping(range, query.group, isStacked)
  const [{ active: allActive, daysOff, firstDay }, periods, sums, sumsBefore, stacked, rounds] = await Promise.all([
    readingActivity,
    readPeriods(db, user.id, subject, plan),
    readSums(db, user.id, subject, query.by, range),
    compared && query.by !== 'hour' ? readSums(db, user.id, subject, query.by, compared) : [],
    query.stack ? readStack(db, user.id, subject, query.stack, range, group) : null,
    finishedRounds(db, user.id, range, subject),
  ])

  const active = isAllTime ? allActive : activeDays(periods.days)
  const free = { restDays: preferences.rest_days, daysOff }
  const person = { today, ...free }
  const { daysBefore, best } = periods
  const figuresOf = (sums: DaySum[], best: Summary['best_day'], of: Range) => {
    const [from, to] = [dayNumber(of.from), dayNumber(of.to)]
    return rangeFigures({ sums, active: active.filter((day) => day >= from && day <= to), best }, of, person)
  }
  const target = isAllTime ? preferences : { ...preferences, daily_target_minutes: 0 }
  const bars = chartBars(periods, plan, group, target, person)
  return {
    subject: query.subject,
    isAllTime,
    /** Returns the name of a part of the filter. */
    nameOf: namesOfParts(subject, preferences.clock),
    range,
    isAll,
    today,
    weekStart,
    clock: preferences.clock,
    figures: figuresOf(periods.ownDays, best, range),
    /** Numbers of finished focus rounds, by date. */
    rounds,
    /** Sums of the previous period; null for all time. */
    before: periods.totalBefore,
    /** Date of the person's first session. */
    firstDay,
    compared: compared && { range: compared, figures: figuresOf(daysBefore, bestDayOf(daysBefore), compared) },
    canCompare: plan.canCompare,
    /** Streaks of all time; null with a filter, since its active days of all time are not stored. */
    ever: isAllTime ? allTimeStreaks(active, person) : null,
    group,
    groupings: groupingsFor(range, isStacked),
    bars,
    /** Parts of stacked bars; null if bars are not stacked. */
    stack: stacked && query.stack ? stackOf(query.stack, bars, stacked, query.subject) : null,
    targetSeconds: Math.max(...bars.map((bar) => bar.targetSeconds)),
    ...breakdown(query.by, [sums, sumsBefore], periods, compared !== null, weekStart),
    calendar: calendar(periods.days, plan.year, plan.month, weekStart, free),
  }
}
export type StatsView = NonNullable<Awaited<ReturnType<typeof statsView>>>

/** Figures of tracked time, and of apps for a person who uses them. @param now epoch ms */
export const statsPageData = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  query: StatsQuery,
  now: number,
  context: OrgTime | null,
) => {
  const today = dayOf(now, user.preferences)
  const figures = statsView(db, user, query, today, context)
  const readApps = async () => {
    const { range, group } = query
    const appsQuery = range
      ? { range, isAll: false, before: previousRange(range) }
      : { range: (await figures)?.range ?? { from: today, to: today }, isAll: true, before: null }
    return appsView(db, user, head, { ...appsQuery, group }, now)
  }
  const hasApps = query.subject === 'all' && context === null && isUsed(user, 'apps')
  const [view, apps] = await Promise.all([figures, hasApps ? readApps() : undefined])
  return view && { ...view, apps }
}
