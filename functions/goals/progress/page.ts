import { daysOff } from '../../days-off/queries'
import type { DaySum } from '../../ledger/schema'
import { series } from '../../ledger/series'
import { yearBefore } from '../../ledger/year'
import { addDays, addMonths, monthEnd, monthOf, monthStart, type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import type { LocalNow } from '../../lib/now'
import { namesOf } from '../../sessions/list/page'
import { allDates, allSessions } from '../../sessions/list/view'
import { sessionsIn, sessionsOfGoals } from '../../sessions/queries'
import { milestonesOf } from '../milestones/queries'
import { isRecurring, type ListedGoal } from '../schema'
import { subtreeIds } from './measure'
import { readMembers } from './members'
import { partTree } from './parts'
import * as q from './queries'
import { readRecord, recordPeriods, sumSeconds } from './record'
import { measureGoals, readProgress, recentRules } from './status'
import { goalStreak } from './streak'
import { firstDay } from './writes'

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
const latestSessions = async (db: D1Database, userId: string, ids: string[], goalId: string, days: DaySum[]) => {
  const dates = latestDates(days)
  const sessions =
    dates.length > 0
      ? await sessionsOfGoals(db, userId, ids, dates, sessionLimit)
      : await sessionsIn(db, userId, { ...allSessions, subject: `goal:${goalId}` }, sessionLimit)
  return { sessions, names: await namesOf(db, userId, sessions) }
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

export const goalPageData = async (db: D1Database, user: User, goal: ListedGoal, now: LocalNow) => {
  const measured = await measureGoals(db, user.id, [goal.id], now, '')
  const ids = subtreeIds(measured.family, goal.id)
  const { tree, partsLeft } = partTree(measured, goal.id)
  const goals = [goal, ...tree.map((item) => item.goal)]

  const year = yearBefore(now.today, now.weekStart)
  const history = historyRange(year, now.today)
  const readDays = (range: Range) => q.daySumsOf(db, user.id, ids, goal.id, range)
  const [days, off, rules, membersAt, above, milestones] = await Promise.all([
    readDays(history),
    daysOff(db, user.id, { from: year.from, to: allDates.to }),
    recentRules(db, user.id, goals, now, goal.id),
    readMembers(db, user.id, measured),
    goal.parent_id === null ? [] : q.aboveOf(db, user.id, goal.id),
    milestonesOf(db, user.id, goal.id),
  ])

  const ownRules = rules.get(goal.id)
  const start = firstDay(goal, now)
  const [addProgress, record] = await Promise.all([
    readProgress(db, user.id, goals, measured, now, { off, rules, membersAt }),
    ownRules &&
      readRecord(
        db,
        user.id,
        { id: goal.id, rules: ownRules, start, membersAt },
        { from: history.from, ids, days },
        now,
      ),
  ])
  const [streak, { sessions, names }] = await Promise.all([
    record && isRecurring(goal)
      ? null
      : goalStreak(days, year, { restDays: now.restDays, daysOff: new Set(off) }, (range) =>
          Promise.all([readDays(range), daysOff(db, user.id, range)]),
        ),
    latestSessions(db, user.id, ids, goal.id, days),
  ])
  return {
    goal: addProgress(goal),
    parts: tree.map((item) => ({ goal: addProgress(item.goal), depth: item.depth })),
    partsLeft,
    above,
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
