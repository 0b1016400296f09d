import { everBelow, linksSince, membersOf } from '../../../ledger/goal-tree'
import { activeDays, type DaySum, yearBefore } from '../../../ledger/schema'
import { series } from '../../../ledger/series'
import type { FreeDays } from '../../../ledger/streaks'
import { streaks } from '../../../ledger/streaks'
import type { LocalNow, User } from '../../../lib/env'
import { allOrgs, shownIn } from '../../../lib/org'
import { addDays, addMonths, daysBetween, monthOf, monthStart, type Range, weekOf } from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { sessionsOf } from '../../../time/sessions/few-sessions'
import { timedGoal } from '../../../time/timer/queries'
import { goalTree, type TreeItem } from '../list'
import { milestonesOf } from '../milestones/schema'
import { type GoalRow, isRecurring, type ListedGoal } from '../schema'
import { subtreeIds } from './measure'
import { type GoalDay, metInARow, type Outcome, outcome, type Period, periodsOf, type Rule, readPast } from './periods'
import { lastDate, type MeasuredGoals, measureGoals, progressFrom } from './status'
import { firstDay } from './writes'

/** A goal's current streak, and the longest within `year`, which ends today. */
export const goalStreak = (days: DaySum[], year: Range, free: FreeDays) => {
  const active = activeDays(days)
  const calendar = { today: year.to, ...free }
  const { current } = streaks(active, { from: days[0]?.date ?? year.from, to: year.to, ...calendar })
  return { current, longest: Math.max(current, streaks(active, { ...year, ...calendar }).longest) }
}

/** The most parts, at any depth, that a goal's page lists. */
const partLimit = 200

export type Parts = {
  parts: TreeItem[]
  partsLeft: number
  /** Id of the goal that the timer runs for. */
  running?: string
}

/** A goal's parts at any depth as a tree, nearest target first. Names of parents and organizations are left out. */
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

/** The days with time on some goals, in order. */
const daysOf = (days: GoalDay[], ids: string[]): DaySum[] => {
  const present = new Set(ids)
  const byDate = Map.groupBy(
    days.filter(({ id }) => present.has(id)),
    ({ date }) => date,
  )
  return [...byDate]
    .map(([date, all]) => ({
      date,
      total_seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
      session_count: all.reduce((sum, { starts }) => sum + starts, 0),
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
}

/** Tracked time by week since the goal began: of the goal with its parts, and of the goal itself. */
const timeByWeek = (days: DaySum[], own: DaySum[], start: string, { today, weekStart }: LocalNow) => {
  const week = weekOf(today, weekStart)
  const began = [start, days[0]?.date ?? start, week.from].toSorted()[0] ?? week.from
  const weeks = Math.min(shownWeeks, Math.floor(daysBetween(weekOf(began, weekStart).from, week.from) / 7) + 1)
  const range = { from: addDays(week.from, -7 * (weeks - 1)), to: week.to }
  const inWeek = days.filter(({ date }) => date >= week.from && date <= week.to)
  return {
    week: { ...week, seconds: inWeek.reduce((sum, day) => sum + day.total_seconds, 0) },
    weeks: series(days, range, 'week', weekStart),
    ownWeeks: series(own, range, 'week', weekStart),
  }
}

/** How many past periods the record of a goal's page lists. */
const recordPeriods = 12

/** The outcome of a goal's latest periods, and how many were met in a row: as far back as none is missed, or a year. */
const recordOf = (
  { rules, start, year }: { rules: Rule[]; start: string; year: Range },
  secondsIn: (period: Period) => number,
  { today, latestDay }: LocalNow,
) => {
  const since = [monthStart(addMonths(monthOf(today), -recordPeriods)), year.from].toSorted()[0] ?? year.from
  const outcomes: Outcome[] = []
  for (const period of periodsOf(rules, { start, today: latestDay, since: '' }).toReversed()) {
    if (period.from < since && outcomes.some(({ state }) => state === 'missed')) break
    outcomes.unshift(outcome(period, secondsIn(period), latestDay))
  }
  const past = outcomes.filter(({ to }) => to < latestDay)
  return {
    periods: [...past.slice(-recordPeriods), ...outcomes.slice(past.length)],
    inARow: metInARow(outcomes),
    /** States of weeks by their first day. */
    states: new Map(outcomes.filter(({ kind }) => kind === 'weekly').map(({ from, state }) => [from, state])),
  }
}

const allTime: Range = { from: '', to: lastDate }

/** Reads by its id what the page of a goal begins with. */
export const goalPageBasis = (db: D1Database, userId: string, id: string, now: LocalNow, org = allOrgs) =>
  Promise.all([
    measureGoals(db, userId, now),
    linksSince(db, userId, ''),
    daysOff(db, userId, allTime),
    milestonesOf(db, userId, id),
    shownIn(db, userId, org),
    timedGoal(db, userId),
  ])

/** The most levels that the breadcrumb of a goal shows. */
const levelLimit = 20

/** The goals above a goal, the root first; a deleted one cuts off those above it. */
const aboveOf = ({ byId }: MeasuredGoals['family'], goal: GoalRow) => {
  const above: GoalRow[] = []
  let parent = byId.get(goal.parent_id ?? '')
  while (parent && above.length < levelLimit) {
    above.unshift(parent)
    parent = byId.get(parent.parent_id ?? '')
  }
  return above
}

export const goalPageData = async (db: D1Database, user: User, goal: ListedGoal, now: LocalNow, org = allOrgs) => {
  const year = yearBefore(now.today, now.weekStart)
  const [measured, links, off, milestones, isShown, running] = await goalPageBasis(db, user.id, goal.id, now, org)
  const { family } = measured
  const ids = subtreeIds(family, goal.id)
  const [past, { sessions, names }] = await Promise.all([
    readPast(db, user.id, allTime, everBelow(links, goal.id)),
    sessionsOf(
      db,
      user.id,
      ids.map((id) => `goal:${id}`),
      sessionLimit,
    ),
  ])
  const basis = { ...measured, ...past, off, membersAt: membersOf(links) }
  const { membersAt, sums } = basis
  const [days, own] = [daysOf(basis.days, ids), daysOf(basis.days, [goal.id])]
  const { tree, partsLeft } = partTree(basis, goal.id, isShown)
  const addProgress = progressFrom(basis, now)
  const rules = basis.rules.get(goal.id) ?? []
  const record =
    rules.length > 0
      ? recordOf(
          { rules, start: firstDay(goal, now), year },
          (period) => sums(membersAt(goal.id, period.to), period),
          now,
        )
      : undefined
  const streak =
    record && isRecurring(goal) ? null : goalStreak(days, year, { restDays: now.restDays, daysOff: new Set(off) })
  return {
    goal: addProgress(goal),
    parts: tree.map((item) => ({ goal: addProgress(item.goal), depth: item.depth })),
    partsLeft,
    running,
    above: aboveOf(family, goal).filter(isShown),
    ...timeByWeek(days, own, firstDay(goal, now), now),
    hasParts: ids.length > 1,
    record,
    /** null when the record counts periods met in a row instead */
    streak,
    sessions,
    names,
    milestones,
  }
}
export type GoalPageData = Awaited<ReturnType<typeof goalPageData>>
