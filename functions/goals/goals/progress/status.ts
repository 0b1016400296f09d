import { membersSince } from '../../../ledger/goal-tree'
import { allRows, constant, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import { allOrgs, type Org } from '../../../lib/org'
import { columnsOf } from '../../../lib/resource/row-reads'
import { type Range, weekOf } from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { names, statusOf, withNames } from '../queries'
import { GoalRow, isOpen, isRecurring, type ListedGoal } from '../schema'
import { type Lateness, latenessOf } from './lateness'
import { type Counted, familyOf, type Measure, measureFamily } from './measure'
import { type Calendar, type Pace, percentPace, periodPace, rateFrom, timePace } from './pace'
import {
  calendarPeriod,
  listedPeriods,
  listedSince,
  outcome,
  periodsAgo,
  periodsOf,
  type Rules,
  readPast,
  type Tally,
  tally,
} from './periods'
import { firstDay } from './writes'

/** `steps` is JSON: counts of milestones and of reached ones. `plan` is JSON too, also of a deleted plan. */
type StoredGoal = ListedGoal & Omit<Counted, 'milestones' | 'reached' | 'plan'> & { steps: string; plan: string | null }

/**
 * All goals of a person with what their progress is computed from, the latest change first.
 * @param org names the parents that it has
 * @param isEndedToo false leaves out goals that ended and are no part of another
 */
const countedGoals = async (
  db: D1Database,
  userId: string,
  present: { weekly: Range; monthly: Range },
  org: Org,
  isEndedToo: boolean,
): Promise<(ListedGoal & Counted)[]> => {
  const status = statusOf(userId, constant('tracked.seconds > 0'))
  const rows = await allRows<StoredGoal>(sql(db)`
    SELECT ${columnsOf('goals', GoalRow, { status })}, ${names},
      coalesce(tracked.seconds, 0) AS own_seconds, coalesce(tracked.week_seconds, 0) AS week_seconds,
      coalesce(tracked.month_seconds, 0) AS month_seconds,
      iif(goals.progress_source <> 'manual', (
        SELECT json_array(count(*), count(completed_at))
        FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), '[0,0]') AS steps,
      iif(goals.plan_id IS NOT NULL, (
        SELECT json_object('title', plans.title, 'chunk_count', chunk_count, 'completed_count', completed_count,
          'skipped_count', skipped_count, 'deleted', plans.deleted_at IS NOT NULL)
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.id = goals.plan_id), NULL) AS plan
    FROM goals ${withNames(userId, org)}
    LEFT JOIN (
      SELECT goal_id, sum(seconds) AS seconds,
        sum(iif(date BETWEEN ${present.weekly.from} AND ${present.weekly.to}, seconds, 0)) AS week_seconds,
        sum(iif(date BETWEEN ${present.monthly.from} AND ${present.monthly.to}, seconds, 0)) AS month_seconds
      FROM session_days
      WHERE user_id = ${userId} AND goal_id IS NOT NULL
      GROUP BY goal_id) AS tracked ON tracked.goal_id = goals.id
    WHERE goals.user_id = ${userId} AND goals.deleted_at IS NULL
      ${isEndedToo ? constant('') : constant("AND (goals.status IN ('not_started', 'in_progress') OR goals.parent_id IS NOT NULL)")}
    ORDER BY goals.updated_at DESC, goals.id DESC`)
  return rows.map(({ steps, plan, ...row }) => {
    const [milestones, reached]: [number, number] = JSON.parse(steps)
    return { ...row, milestones, reached, plan: plan === null ? null : JSON.parse(plan) }
  })
}

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
