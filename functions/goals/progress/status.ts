import { daysOff } from '../../days-off/queries'
import { membersSince } from '../../ledger/goal-tree'
import { type Range, weekOf } from '../../lib/days'
import type { LocalNow } from '../../lib/env'
import { allOrgs, type Org } from '../../lib/org'
import { type GoalRow, isOpen, isRecurring, type ListedGoal } from '../schema'
import { type Lateness, latenessOf } from './lateness'
import { familyOf, type Measure, measureFamily } from './measure'
import { type Calendar, type Pace, percentPace, periodPace, rateFrom, timePace } from './pace'
import { listedPeriods, listedSince, periodsAgo, type Rules, readPast } from './past'
import { calendarPeriod, outcome, periodsOf, type Tally, tally } from './periods'
import { countedGoals } from './queries'
import { firstDay } from './writes'

/** A goal's percentage and time, whether that is fast enough, and which of its latest periods were met. */
export type GoalProgress = Measure & { pace: Pace | null; lateness: Lateness | null; record: Tally | null }

export type GoalWithProgress = ListedGoal & { progress: GoalProgress }

/**
 * Measures all goals of a person in one statement, without pace and record.
 * @param org names the parents that it has
 * @param isEndedToo false leaves out goals that ended and are no part of another
 */
export const measureGoals = async (
  db: D1Database,
  userId: string,
  now: LocalNow,
  { org = allOrgs, isEndedToo = true }: { org?: Org; isEndedToo?: boolean } = {},
) => {
  const { latestDay, weekStart } = now
  const present = { weekly: weekOf(latestDay, weekStart), monthly: calendarPeriod('monthly', latestDay, weekStart) }
  const family = familyOf(await countedGoals(db, userId, present, org, isEndedToo))
  return { family, measureOf: measureFamily(family, present) }
}
export type MeasuredGoals = Awaited<ReturnType<typeof measureGoals>>

/** @param recent seconds tracked since `rateFrom` */
const paceOf = (
  goal: GoalRow,
  { basis, seconds, percent }: Measure,
  recent: number,
  calendar: Calendar,
  now: LocalNow,
) => {
  if (!isOpen(goal.status)) return null
  const life = { target_date: goal.target_date, start: firstDay(goal, now) }
  if (basis.from === 'period') return periodPace({ ...basis.period, start: life.start }, calendar)
  if (basis.from !== 'time') return percentPace({ ...life, percent }, calendar)
  return timePace({ ...life, seconds, target_seconds: basis.target_seconds, recent }, calendar)
}

export const lastDate = '9999-12-31'

/**
 * Reads what the progress of all goals is computed from, as far back as lists report, in one round trip.
 * @param org names the parents that it has
 */
export const readBasis = async (db: D1Database, userId: string, now: LocalNow, org: Org = allOrgs) => {
  const range = { from: listedSince(now), to: lastDate }
  const [measured, past, off, membersAt] = await Promise.all([
    measureGoals(db, userId, now, { org }),
    readPast(db, userId, range),
    daysOff(db, userId, range),
    membersSince(db, userId, range.from),
  ])
  return { ...measured, ...past, off, membersAt }
}
type ProgressBasis = Awaited<ReturnType<typeof readBasis>>

/** The past periods that a list reports on, for an open goal that recurs. */
const pastPeriods = (goal: GoalRow, rules: Rules, now: LocalNow) => {
  if (!isOpen(goal.status) || !isRecurring(goal)) return []
  const life = { start: firstDay(goal, now), today: now.latestDay, since: periodsAgo(goal.kind, listedPeriods, now) }
  return periodsOf(rules.get(goal.id) ?? [], life).filter(({ to }) => to < now.latestDay)
}

/** Gives the function that adds their progress to goals. */
export const progressFrom = (
  { measureOf, rules, off, membersAt, sums }: Omit<ProgressBasis, 'family' | 'days'>,
  now: LocalNow,
) => {
  const { today, latestDay } = now
  const calendar = { today, restDays: now.restDays, daysOff: new Set(off) }
  const secondsIn = (id: string, { from, to }: Range) => sums(membersAt(id, to), { from, to })
  return (goal: ListedGoal): GoalWithProgress => {
    const { id } = goal
    const measure = measureOf(id)
    const isTimed = isOpen(goal.status) && measure.basis.from === 'time'
    const recent = isTimed ? secondsIn(id, { from: rateFrom(firstDay(goal, now), today), to: today }) : 0
    const outcomes = pastPeriods(goal, rules, now).map((past) => outcome(past, secondsIn(id, past), latestDay))
    const pace = paceOf(goal, measure, recent, calendar, now)
    const lateness = latenessOf(goal, measure, pace, firstDay(goal, now), calendar)
    return { ...goal, progress: { ...measure, pace, lateness, record: tally(outcomes, latestDay, listedPeriods) } }
  }
}

/** Adds progress to goals, in their order, in one round trip, which is also that of goals that are being read. */
export const withProgress = async (
  db: D1Database,
  userId: string,
  goals: ListedGoal[] | Promise<ListedGoal[]>,
  now: LocalNow,
) => {
  const [all, basis] = await Promise.all([goals, readBasis(db, userId, now)])
  return all.map(progressFrom(basis, now))
}
