import { daysOff } from '../../days-off/queries'
import { type Link, linksSince, type MembersAt, membersOf } from '../../ledger/goal-tree'
import { type Range, weekOf } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { type GoalRow, isOpen, isRecurring, type ListedGoal } from '../schema'
import { type Lateness, latenessOf } from './lateness'
import { type Family, familyOf, type Measure, measureFamily, subtreeIds } from './measure'
import { type Calendar, type Pace, percentPace, periodPace, rateFrom, timePace } from './pace'
import { listedPeriods, listedSince, periodsAgo, type Rules, readPast } from './past'
import { calendarPeriod, outcome, periodsOf, type Tally, tally } from './periods'
import * as q from './queries'
import { firstDay } from './writes'

/** Gives the members of the goals of a family. @param links of all goals that were moved, deleted or restored */
const membersIn = (family: Family, links: Link[]): MembersAt => {
  if (links.length === 0) return (id) => subtreeIds(family, id)
  const present = [...family.byId.values()].map(({ id, parent_id }) => ({ id, parent_id, until_date: null }))
  return membersOf([...present, ...links])
}

/** A goal's percentage and time, whether that is fast enough, and which of its latest periods were met. */
export type GoalProgress = Measure & { pace: Pace | null; lateness: Lateness | null; record: Tally | null }

export type GoalWithProgress = ListedGoal & { progress: GoalProgress }

const lastDate = '9999-12-31'

/**
 * Measures goals and everything below them in one statement, without pace and record. Takes their ids, or a SELECT of
 * them, so that nobody has to wait for the ids.
 */
export const measureGoals = async (db: D1Database, userId: string, ids: q.Ids, now: LocalNow) => {
  const { latestDay, weekStart } = now
  const present = { weekly: weekOf(latestDay, weekStart), monthly: calendarPeriod('monthly', latestDay, weekStart) }
  const isNone = Array.isArray(ids) && ids.length === 0
  const family = familyOf(isNone ? [] : await q.membersOf(db, userId, ids, present))
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

/**
 * Reads what the progress of goals is computed from, in one round trip.
 * @param since how far back time, former parents and days off are read; by default as far as lists report
 */
export const readBasis = async (
  db: D1Database,
  userId: string,
  ids: q.Ids,
  now: LocalNow,
  since = listedSince(now),
) => {
  const [measured, past, off, links] = await Promise.all([
    measureGoals(db, userId, ids, now),
    readPast(db, userId, ids, now, since),
    daysOff(db, userId, { from: since, to: lastDate }),
    linksSince(db, userId, [], since),
  ])
  return { ...measured, ...past, off, membersAt: membersIn(measured.family, links) }
}
export type ProgressBasis = Awaited<ReturnType<typeof readBasis>>

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

const hasPlan = (goal: ListedGoal) => isOpen(goal.status) && (goal.target_date !== null || goal.target_minutes !== null)

/** Basis of goals without a date or a time to reach. */
const noSums = { rules: new Map(), off: [], membersAt: () => [], sums: () => 0 }

/**
 * Adds progress to goals, in their order, in one round trip.
 * @param started the basis of these goals, read beside them: then none
 */
export const withProgress = async (
  db: D1Database,
  userId: string,
  goals: ListedGoal[],
  now: LocalNow,
  started?: ProgressBasis,
) => {
  if (started) return goals.map(progressFrom(started, now))
  const ids = goals.map(({ id }) => id)
  const basis = goals.some(hasPlan)
    ? await readBasis(db, userId, ids, now)
    : { ...(await measureGoals(db, userId, ids, now)), ...noSums }
  return goals.map(progressFrom(basis, now))
}
