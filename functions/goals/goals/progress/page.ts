import { type CountedSource, type DayAmount, readAmounts } from '../../../ledger/counting'
import { goalsEverBelow, hasAppSubject, subjectsIn } from '../../../ledger/goal-tree'
import { activeDays, type DaySum, yearBefore } from '../../../ledger/schema'
import { fillPeriods } from '../../../ledger/series'
import type { FreeDays } from '../../../ledger/streaks'
import { streaks } from '../../../ledger/streaks'
import { namedSubjects } from '../../../ledger/subject-choices'
import type { LocalNow, User } from '../../../lib/env'
import { allOrgs, rowFilterOf } from '../../../lib/org'
import { addDays, calendarPeriod, datesBetween, daysBetween, type Range, weekOf } from '../../../lib/time/days'
import { readLatestSessions } from '../../../time/sessions/few-sessions'
import { readTimedGoalId } from '../../../time/timer/queries'
import type { PeriodUnit } from '../fields'
import { goalTree, type TreeItem } from '../list'
import { milestonesOf } from '../milestones/schema'
import { type GoalRow, isHabit, isRecurring, type ListedGoal, periodOf } from '../schema'
import { readTicks, readTicksOn } from '../ticks/queries'
import { type HabitDay, habitDays, habitHistory, sinceFirstTick } from './habit'
import { subtreeIds } from './measure'
import {
  currentRun,
  inUnit,
  lastDate,
  type Outcome,
  type Period,
  type PeriodRule,
  periodOutcome,
  periodsOf,
  type Run,
  readRules,
  runsOf,
  type SkippedDays,
  skipOf,
} from './periods'
import { countedSource, reachedAmount } from './rule'
import { freeDaysByGoal, type MeasuredGoals, measureGoals, progressCalculator } from './status'
import { firstDay } from './writes'

/** A goal's current streak, and the longest within `year`, which ends today. */
export const goalStreak = (days: DaySum[], year: Range, free: FreeDays) => {
  const active = activeDays(days)
  const calendar = { today: year.to, ...free }
  const { current } = streaks(active, { from: days[0]?.date ?? year.from, to: year.to, ...calendar })
  return { current, longest: Math.max(current, streaks(active, { ...year, ...calendar }).longest) }
}

/** Maximum number of subgoals, at any depth, listed on a goal's page. */
const partLimit = 200

export type Parts = {
  parts: TreeItem[]
  partsLeft: number
  /** Id of the goal that the timer runs for. */
  running?: string
}

/** A goal's subgoals at any depth as a tree, nearest target date first. Without names of parents and organizations. */
const partTree = ({ family }: MeasuredGoals, goalId: string, isShown: (goal: GoalRow) => boolean) => {
  const parts = subtreeIds(family, goalId)
    .flatMap((id) => family.byId.get(id) ?? [])
    .filter((part) => part.id !== goalId && isShown(part))
    .map((part): ListedGoal => ({ ...part, parent_title: null, organization_name: null }))
    .toSorted((a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || (a.id < b.id ? -1 : 1))
  const tree = goalTree(parts)
  return { tree: tree.slice(0, partLimit), partsLeft: Math.max(0, tree.length - partLimit) }
}

const sessionLimit = 10
const shownWeeks = 26

const sumsOf = (days: DayAmount[]): DaySum[] =>
  days.map(({ date, seconds, count }) => ({ date, total_seconds: seconds, session_count: count }))

/** Tracked time by week since the goal began: with its subgoals, and of the goal itself. */
const timeByWeek = (days: DaySum[], own: DaySum[], start: string, { today, weekStart }: LocalNow) => {
  const week = weekOf(today, weekStart)
  const began = [start, days[0]?.date ?? start, week.from].toSorted()[0] ?? week.from
  const weeks = Math.min(shownWeeks, Math.floor(daysBetween(weekOf(began, weekStart).from, week.from) / 7) + 1)
  const range = { from: addDays(week.from, -7 * (weeks - 1)), to: week.to }
  const inWeek = days.filter(({ date }) => date >= week.from && date <= week.to)
  return {
    week: { ...week, seconds: inWeek.reduce((sum, day) => sum + day.total_seconds, 0) },
    weeks: fillPeriods(days, range, 'week', weekStart),
    ownWeeks: fillPeriods(own, range, 'week', weekStart),
  }
}

/** Number of past periods shown in the record on a goal's page. */
const recordPeriods = 12

/** Outcomes of a goal's periods, the latest of them, and the numbers of periods met in a row. */
const recordOf = (
  { rules, start, free }: { rules: PeriodRule[]; start: string; free: SkippedDays },
  reached: (period: Period) => number,
  { latestDay }: LocalNow,
) => {
  const outcomes = periodsOf(rules, { start, today: latestDay, since: '' }).map((period) =>
    periodOutcome(period, reached(period), latestDay, free),
  )
  const alike = inUnit(outcomes)
  const runs = runsOf(alike)
  const past = alike.filter(({ to }) => to < latestDay)
  const count = (state: Outcome['state']) => past.filter((one) => one.state === state).length
  return {
    outcomes,
    periods: [...past.slice(-recordPeriods), ...alike.slice(past.length)],
    counts: { met: count('met'), missed: count('missed'), skipped: count('skipped'), off: count('off') },
    inARow: currentRun(alike),
    most: Math.max(0, ...runs.map(({ count }) => count)),
    runs,
    /** States of weeks by their first day. */
    states: new Map(outcomes.filter(({ rule }) => rule.period === 'week').map(({ from, state }) => [from, state])),
  }
}
const allTime: Range = { from: '', to: lastDate }

/** First batch of reads for a goal's page. */
const goalPageBasis = (db: D1Database, userId: string, id: string, now: LocalNow, org = allOrgs) =>
  Promise.all([
    measureGoals(db, userId, now),
    readRules(db, userId),
    milestonesOf(db, userId, id),
    rowFilterOf(db, userId, org),
    readTimedGoalId(db, userId),
    readTicks(db, userId, id),
  ])

/** Maximum number of levels in a goal's breadcrumb. */
const levelLimit = 20

/** The goals above a goal, root first. Goals above a deleted one are left out. */
const aboveOf = ({ byId }: MeasuredGoals['family'], goal: GoalRow) => {
  const above: GoalRow[] = []
  let parent = byId.get(goal.parent_id ?? '')
  while (parent && above.length < levelLimit) {
    above.unshift(parent)
    parent = byId.get(parent.parent_id ?? '')
  }
  return above
}

/** Subjects that were ever counted by the goal, or by any goal that was ever below it, and the sources of its amounts. */
const everCounted = (
  { links, countedAt }: MeasuredGoals,
  rules: PeriodRule[],
  goal: GoalRow,
): { subjects: string[]; sources: CountedSource[] } => ({
  subjects: [
    ...new Set([
      ...countedAt(goal.id, lastDate),
      ...goalsEverBelow(links, goal.id).map((id) => `goal:${id}`),
      ...rules.flatMap(({ from_date, rule }) => (rule?.counts ? countedAt(goal.id, from_date) : [])),
    ]),
  ],
  sources: ['sessions', 'ticks', ...rules.flatMap(({ rule }) => (rule ? countedSource(rule) : []))],
})

/** Reads the outcomes of all periods of a goal. */
const readRecord = async (
  db: D1Database,
  userId: string,
  goal: GoalRow,
  now: LocalNow,
  { measured, rules, skips, off }: { measured: MeasuredGoals } & Awaited<ReturnType<typeof readRules>>,
) => {
  const own = rules.get(goal.id) ?? []
  const amounts = await readAmounts(db, userId, allTime, everCounted(measured, own, goal))
  const { countedAt } = measured
  const record =
    own.length > 0
      ? recordOf(
          { ...sinceFirstTick(goal, now, own, amounts), free: freeDaysByGoal({ skips, off }, now)(goal.id) },
          (period) => reachedAmount(period.rule, countedAt(goal.id, period.to), amounts, period),
          now,
        )
      : undefined
  return { amounts, record }
}

/** First batch of reads for a goal's periods. */
const periodsBasis = (db: D1Database, userId: string, now: LocalNow) =>
  Promise.all([measureGoals(db, userId, now), readRules(db, userId)])

/** Outcomes of all periods of a goal, for the API. */
export const goalPeriods = async (db: D1Database, userId: string, goal: GoalRow, now: LocalNow) => {
  const [measured, rules] = await periodsBasis(db, userId, now)
  return (await readRecord(db, userId, goal, now, { measured, ...rules })).record?.outcomes ?? []
}

/** Number of runs that a habit's page shows. */
const shownRuns = 5

/** The longest runs of two periods and more, the longest first, always with the current one. */
const longestRuns = (runs: Run[]) => {
  const longest = runs.filter(({ count }) => count > 1).toSorted((a, b) => b.count - a.count)
  const current = longest.findIndex(({ isCurrent }) => isCurrent)
  return current < shownRuns
    ? longest.slice(0, shownRuns)
    : [...longest.slice(0, shownRuns - 1), ...longest.splice(current, 1)]
}

/** Tally of a habit in its own unit: the days of a year, or its weeks, months, quarters or years. */
export const habitTally = (unit: PeriodUnit, days: HabitDay[], outcomes: Outcome[], year: string) => {
  const inYear: string[] =
    unit === 'day'
      ? days.filter(({ date }) => date.startsWith(year)).map(({ verdict }) => verdict)
      : outcomes.filter(({ from, to }) => from.slice(0, 4) <= year && to.slice(0, 4) >= year).map(({ state }) => state)
  const all = outcomes.filter(({ state }) => state === 'met' || state === 'missed')
  return {
    tally: (['met', 'missed', 'skipped', 'off', 'extra'] as const).map((verdict) => ({
      ...{ verdict, count: inYear.filter((one) => one === verdict).length },
    })),
    /** Of all time. */
    met: all.filter(({ state }) => state === 'met').length,
    counted: all.length,
  }
}

/** Days of this year and this week of a habit, its tally, its longest runs and its skips. */
const habitOf = (
  goal: GoalRow,
  { outcomes, runs }: ReturnType<typeof recordOf>,
  now: LocalNow,
  counted: Parameters<typeof habitHistory>[2],
) => {
  const unit = periodOf(goal) ?? 'day'
  const year = now.latestDay.slice(0, 4)
  const week = weekOf(now.latestDay, now.weekStart)
  const [from = week.from] = [`${year}-01-01`, week.from].toSorted()
  const [, to = week.to] = [`${year}-12-31`, week.to].toSorted()
  const days = new Map(habitDays(habitHistory(goal, now, counted), { from, to }).map((day) => [day.date, day]))
  return {
    ...{ unit, year, days },
    week: datesBetween(week.from, week.to),
    runs: longestRuns(runs),
    ...habitTally(unit, [...days.values()], inUnit(outcomes), year),
    /** The latest first. */
    skips: [...counted.free.skips].toReversed(),
  }
}

/** Days of a habit in a range, and its skips. */
const readDays = async (db: D1Database, userId: string, goal: GoalRow, range: Range, now: LocalNow) => {
  const [measured, { rules, skips, off }] = await periodsBasis(db, userId, now)
  const own = rules.get(goal.id) ?? []
  // From the first tick on, with which the habit begins.
  const amounts = await readAmounts(db, userId, { ...range, from: '' }, everCounted(measured, own, goal))
  const free = freeDaysByGoal({ skips, off }, now)(goal.id)
  const { countedAt } = measured
  return { days: habitDays(habitHistory(goal, now, { countedAt, amounts, rules: own, free }), range), free }
}

/** Days of a habit in a range, for the API. */
export const goalDays = async (...of: Parameters<typeof readDays>) => (await readDays(...of)).days

/** A day of a habit with its week, its ticks and the skip of its period. `day` is undefined before the habit began. */
export const habitDayData = async (db: D1Database, userId: string, goal: GoalRow, date: string, now: LocalNow) => {
  const week = weekOf(date, now.weekStart)
  const [{ days, free }, ticks] = await Promise.all([
    readDays(db, userId, goal, week, now),
    readTicksOn(db, userId, goal.id, date),
  ])
  const skipped = skipOf(calendarPeriod(periodOf(goal) ?? 'day', date, now.weekStart), free)
  const byDate = new Map(days.map((day) => [day.date, day]))
  const dates = datesBetween(week.from, week.to).map((one) => ({ date: one, day: byDate.get(one) }))
  return { goal, date, day: byDate.get(date), week: dates, ticks, skipped }
}
export type HabitDayData = Awaited<ReturnType<typeof habitDayData>>

export const goalPageData = async (db: D1Database, user: User, goal: ListedGoal, now: LocalNow, org = allOrgs) => {
  const year = yearBefore(now.today, now.weekStart)
  const [measured, rules, milestones, isShown, running, ticks] = await goalPageBasis(
    ...([db, user.id, goal.id, now, org] as const),
  )
  const { family, countedAt } = measured
  const ids = subtreeIds(family, goal.id)
  const counted = countedAt(goal.id, lastDate).filter((subject) => !hasAppSubject(subject))
  const [{ amounts, record }, { sessions, names }, subjects] = await Promise.all([
    readRecord(db, user.id, goal, now, { measured, ...rules }),
    readLatestSessions(db, user.id, counted, sessionLimit),
    namedSubjects(db, user.id, subjectsIn(goal.counts)),
  ])
  const [days, own] = [sumsOf(amounts('sessions', counted)), sumsOf(amounts('sessions', [`goal:${goal.id}`]))]
  const { tree, partsLeft } = partTree(measured, goal.id, isShown)
  const addProgress = progressCalculator({ ...measured, ...rules }, now)
  const free = freeDaysByGoal(rules, now)(goal.id)
  const streak = record && isRecurring(goal) ? null : goalStreak(days, year, free)
  return {
    goal: addProgress(goal),
    parts: tree.map((item) => ({ goal: addProgress(item.goal), depth: item.depth })),
    partsLeft,
    running,
    above: aboveOf(family, goal).filter(isShown),
    ...timeByWeek(days, own, firstDay(goal, now), now),
    hasParts: ids.length > 1,
    record,
    habit:
      record && isHabit(goal)
        ? habitOf(goal, record, now, { countedAt, amounts, rules: rules.rules.get(goal.id) ?? [], free })
        : null,
    /** null when the record counts periods met in a row instead */
    streak,
    sessions,
    names,
    milestones,
    ticks,
    subjects,
  }
}
export type GoalPageData = Awaited<ReturnType<typeof goalPageData>>
