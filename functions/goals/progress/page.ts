import { daysOff } from '../../days-off/queries'
import type { FreeDays } from '../../ledger/free-days'
import { type DaySum, yearBefore } from '../../ledger/schema'
import { series } from '../../ledger/series'
import { streaks } from '../../ledger/streaks'
import { activeDays } from '../../ledger/summary'
import { addDays, addMonths, dayNumber, monthEnd, monthOf, monthStart, type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import type { LocalNow } from '../../lib/now'
import { allOrgs, type Org, shownIn } from '../../lib/org'
import { sessionsOfGoals } from '../../sessions/few-sessions'
import { namesOf } from '../../sessions/list/page'
import { allSessions } from '../../sessions/list/view'
import { sessionsIn } from '../../sessions/queries'
import { timedGoal } from '../../timer/queries'
import { milestonesOf } from '../milestones/schema'
import { type GoalRow, isRecurring, type ListedGoal } from '../schema'
import { goalTree, type TreeItem } from '../tree'
import { type Family, subtreeIds } from './measure'
import * as q from './queries'
import { idsBelow, readRecord, recordPeriods, sumSeconds } from './queries'
import { type MeasuredGoals, progressFrom, readBasis } from './status'
import { firstDay } from './writes'

/** True when nothing breaks the streak in a range: one more active day right before it would make it longer. */
export const isUnbroken = (active: number[], range: Range, calendar: FreeDays & { today: string }) => {
  const before = addDays(range.from, -1)
  const longer = streaks([dayNumber(before), ...active], { from: before, to: range.to, ...calendar })
  return longer.current > streaks(active, { ...range, ...calendar }).current
}

type ReadDays = (range: Range) => Promise<[days: DaySum[], daysOff: string[]]>

/**
 * A goal's current streak, and the longest within `year`, which ends today. Reads further back, a year at a time, only
 * while the streak fills all that was read.
 */
const goalStreak = async (days: DaySum[], year: Range, free: FreeDays, read: ReadDays) => {
  const calendar = { today: year.to, restDays: free.restDays, daysOff: new Set(free.daysOff) }
  let active = activeDays(days)
  const { longest } = streaks(active, { ...year, ...calendar })
  let range = year
  while (range.from > '1971' && isUnbroken(active, range, calendar)) {
    const earlier = { from: addDays(range.from, -53 * 7), to: addDays(range.from, -1) }
    const [sums, off] = await read(earlier)
    active = [...activeDays(sums), ...active]
    for (const date of off) calendar.daysOff.add(date)
    range = { from: earlier.from, to: range.to }
  }
  const { current } = streaks(active, { ...range, ...calendar })
  return { current, longest: Math.max(current, longest) }
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

export const goalParts = async (
  db: D1Database,
  userId: string,
  goalId: string,
  now: LocalNow,
  org: Org,
): Promise<Parts> => {
  const [basis, isShown, running] = await Promise.all([
    readBasis(db, userId, idsBelow(userId, goalId), now),
    shownIn(db, userId, org),
    timedGoal(db, userId),
  ])
  const { tree, partsLeft } = partTree(basis, goalId, isShown)
  const addProgress = progressFrom(basis, now)
  return { parts: tree.map(({ goal, depth }) => ({ goal: addProgress(goal), depth })), partsLeft, running }
}

const sessionLimit = 10
const shownWeeks = 26

/** The days that the record and the streak are computed from: a year, or further back to the first month of the record. */
const historyRange = (year: Range, today: string): Range => {
  const firstMonth = monthStart(addMonths(monthOf(today), -recordPeriods))
  // The week of the month's last day can end in the next month.
  const [from = year.from] = [firstMonth, year.from].toSorted()
  return { from, to: addDays(monthEnd(monthOf(today)), 6) }
}

/** The latest dates that have at least `sessionLimit` sessions together, latest first. */
const latestDates = (days: DaySum[]) => {
  const dates: string[] = []
  let sessions = 0
  for (const day of days.toReversed()) {
    if (sessions >= sessionLimit) break
    dates.push(day.date)
    sessions += day.session_count
  }
  return dates
}

/** The latest sessions of a goal and its parts; when the year has none, the latest of the goal itself. */
const latestSessions = async (db: D1Database, userId: string, family: Family, goalId: string, days: DaySum[]) => {
  const dates = latestDates(days)
  if (dates.length === 0) {
    const sessions = await sessionsIn(db, userId, { ...allSessions, subject: `goal:${goalId}` }, sessionLimit)
    return { sessions, names: await namesOf(db, userId, sessions) }
  }
  return sessionsOfGoals(db, userId, subtreeIds(family, goalId), dates, sessionLimit)
}

/** Tracked time by week: of the goal with its parts, and of the goal itself. */
const timeByWeek = (days: q.GoalDay[], { today, weekStart }: LocalNow) => {
  const week = weekOf(today, weekStart)
  const range = { from: addDays(week.from, -7 * (shownWeeks - 1)), to: week.to }
  const own = days.map(({ date, own_seconds, own_count }) => ({
    date,
    total_seconds: own_seconds,
    session_count: own_count,
  }))
  return {
    week: { ...week, seconds: sumSeconds(days, week) },
    weeks: series(days, range, 'week', weekStart),
    ownWeeks: series(own, range, 'week', weekStart),
  }
}

const readDays = (db: D1Database, userId: string, id: string, range: Range) =>
  q.daySumsOf(db, userId, q.idsBelow(userId, id), id, range)

/** Reads by its id what the page of a goal begins with. */
export const goalPageBasis = (db: D1Database, userId: string, id: string, now: LocalNow, org = allOrgs) => {
  const year = yearBefore(now.today, now.weekStart)
  return Promise.all([
    readBasis(db, userId, q.idsBelow(userId, id), now, { since: '', offFrom: year.from }),
    readDays(db, userId, id, historyRange(year, now.today)),
    q.aboveOf(db, userId, id),
    milestonesOf(db, userId, id),
    q.rulesOf(db, userId, id),
    shownIn(db, userId, org),
    timedGoal(db, userId),
  ])
}

export const goalPageData = async (db: D1Database, user: User, goal: ListedGoal, now: LocalNow, org = allOrgs) => {
  const year = yearBefore(now.today, now.weekStart)
  const history = historyRange(year, now.today)
  const [basis, days, above, milestones, ownRules, isShown, running] = await goalPageBasis(
    db,
    user.id,
    goal.id,
    now,
    org,
  )
  const { off, membersAt } = basis
  const ids = subtreeIds(basis.family, goal.id)
  const { tree, partsLeft } = partTree(basis, goal.id, isShown)
  const addProgress = progressFrom(basis, now)

  const start = firstDay(goal, now)
  const latest = latestSessions(db, user.id, basis.family, goal.id, days)
  const record =
    ownRules.length > 0
      ? await readRecord(
          db,
          user.id,
          { id: goal.id, rules: ownRules, start, membersAt },
          { from: history.from, ids, days },
          now,
        )
      : undefined
  const [streak, { sessions, names }] = await Promise.all([
    record && isRecurring(goal)
      ? null
      : goalStreak(days, year, { restDays: now.restDays, daysOff: new Set(off) }, (range) =>
          Promise.all([readDays(db, user.id, goal.id, range), daysOff(db, user.id, range)]),
        ),
    latest,
  ])
  return {
    goal: addProgress(goal),
    parts: tree.map((item) => ({ goal: addProgress(item.goal), depth: item.depth })),
    partsLeft,
    running,
    above: above.filter(isShown),
    ...timeByWeek(days, now),
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
