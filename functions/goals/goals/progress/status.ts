import { readAmounts } from '../../../ledger/counting'
import { readCounting } from '../../../ledger/goal-tree'
import { allRows, constant, part, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import { allOrgs, type Org } from '../../../lib/org'
import { calendarPeriod } from '../../../lib/time/days'
import type { PeriodUnit } from '../fields'
import { effectiveStatus, goalColumns, goalNameJoins } from '../queries'
import { type GoalRow, isOpenGoal, type ListedGoal } from '../schema'
import { type Lateness, latenessOf } from './lateness'
import { type Counted, type CountReached, familyOf, type Measure, measureFamily } from './measure'
import { type Calendar, oncePace, type Pace, percentPace, periodPace, rateStart, valuePace } from './pace'
import {
  lastDate,
  listedPeriods,
  listStart,
  periodOutcome,
  periodsAgo,
  periodsOf,
  type Rules,
  readRules,
  type SkippedDays,
  type Tally,
  tally,
} from './periods'
import { countingOfGoal, reachedAmount, ruleOf } from './rule'
import { firstDay } from './writes'

/** A goal's row. `steps`: JSON of the numbers of milestones, in all and reached. `plan`: JSON of its plan. */
type StoredGoal = ListedGoal & Pick<Counted, 'own_seconds' | 'value'> & { steps: string; plan: string | null }

/**
 * All goals of a person with the data for their progress, latest changed first. @param org context whose parents are
 * named @param isEndedToo false leaves out ended goals that are no subgoals
 */
const countedGoals = async (
  db: D1Database,
  userId: string,
  org: Org,
  isEndedToo: boolean,
): Promise<(ListedGoal & Counted)[]> => {
  const status = effectiveStatus(userId, constant('tracked.seconds > 0'))
  const isRead = constant("(goals.status IN ('not_started', 'in_progress') OR goals.parent_id IS NOT NULL)")
  const rows = await allRows<StoredGoal>(sql(db)`
    SELECT ${goalColumns(status)},
      coalesce(tracked.seconds, 0) AS own_seconds,
      iif(goals.progress_source = 'value', (
        SELECT amount FROM goal_ticks
        WHERE user_id = ${userId} AND goal_id = goals.id
        ORDER BY date DESC, id DESC
        LIMIT 1), NULL) AS value,
      iif(goals.progress_source <> 'manual', (
        SELECT json_array(count(*), count(completed_at))
        FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), '[0,0]') AS steps,
      iif(goals.plan_id IS NOT NULL, (
        SELECT json_object('title', plans.title, 'chunk_count', chunk_count, 'completed_count', completed_count,
          'skipped_count', skipped_count, 'deleted', plans.deleted_at IS NOT NULL)
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.id = goals.plan_id), NULL) AS plan
    FROM goals ${goalNameJoins(userId, org)}
    LEFT JOIN (
      SELECT goal_id, sum(seconds) AS seconds
      FROM session_days
      WHERE user_id = ${userId} AND goal_id IS NOT NULL
        ${isEndedToo ? constant('') : part`AND goal_id IN (SELECT id FROM goals WHERE user_id = ${userId} AND ${isRead})`}
      GROUP BY goal_id) AS tracked ON tracked.goal_id = goals.id
    WHERE goals.user_id = ${userId} AND goals.deleted_at IS NULL
      ${isEndedToo ? constant('') : part`AND ${isRead}`}
    ORDER BY goals.updated_at DESC, goals.id DESC`)
  return rows.map(({ steps, plan, ...row }) => {
    const [milestones, reached]: [number, number] = JSON.parse(steps)
    return { ...row, milestones, reached, plan: plan === null ? null : JSON.parse(plan) }
  })
}

/** A goal's percentage and time, its pace and lateness, and its latest periods. */
export type GoalProgress = Measure & { pace: Pace | null; lateness: Lateness | null; record: Tally | null }

export type GoalWithProgress = ListedGoal & { progress: GoalProgress }

/** SQL of the first date whose amounts are needed: `since`, or the start of a goal that counts from an earlier date. */
const measuredSince = (userId: string, since: string, { latestDay, weekStart }: LocalNow) => part`
    min(${since}, coalesce((
      SELECT min(CASE period
        WHEN 'year' THEN ${calendarPeriod('year', latestDay, weekStart).from}
        WHEN 'quarter' THEN ${calendarPeriod('quarter', latestDay, weekStart).from}
        ELSE coalesce(start_date, created_on) END)
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status <> 'cancelled'
        AND (period IN ('quarter', 'year')
          OR coalesce(period, iif(kind IN ('weekly', 'monthly'), '', 'once')) = 'once' AND (counts IS NOT NULL OR progress_source = 'times' OR on_days IS NOT NULL))), ${since}))`

type Options = {
  /** Context whose parents are named. */
  org?: Org
  /** False leaves out ended goals that are no subgoals. */
  isEndedToo?: boolean
  /** First date of reported past periods. */
  since?: string
}

/** Measures all goals of a person in one round trip. Without pace and record. */
export const measureGoals = async (
  db: D1Database,
  userId: string,
  now: LocalNow,
  { org = allOrgs, isEndedToo = true, since }: Options = {},
) => {
  const { latestDay, weekStart } = now
  const presentOf = (unit: PeriodUnit) => calendarPeriod(unit, latestDay, weekStart)
  const [week, month] = [presentOf('week').from, presentOf('month').from]
  const from = [week, month, since ?? month].toSorted()[0] ?? month
  const [goals, amounts, counting] = await Promise.all([
    countedGoals(db, userId, org, isEndedToo),
    readAmounts(db, userId, { from: measuredSince(userId, from, now), to: lastDate }),
    readCounting(db, userId, from),
  ])
  const family = familyOf(goals)
  const { countedAt } = counting
  const reached: CountReached = ({ id }, way, range) => reachedAmount(way, countedAt(id, range.to), amounts, range)
  return { family, measureOf: measureFamily(family, presentOf, reached), reached, amounts, ...counting }
}
export type MeasuredGoals = Awaited<ReturnType<typeof measureGoals>>

/** @param recent amount reached since `rateFrom` */
const paceOf = (
  goal: GoalRow,
  { basis, seconds, percent }: Measure,
  recent: number,
  calendar: Calendar,
  now: LocalNow,
) => {
  if (!isOpenGoal(goal.status)) return null
  const life = { target_date: goal.target_date, start: firstDay(goal, now) }
  if (basis.from === 'period') return periodPace({ ...basis.period, start: life.start }, calendar)
  if (basis.from === 'times') return oncePace({ ...life, ...basis, recent }, calendar)
  if (basis.from === 'value')
    return valuePace({ ...life, percent, now: basis.now, value_from: basis.start, value_to: basis.target }, calendar)
  if (basis.from !== 'time') return percentPace({ ...life, percent }, calendar)
  return oncePace({ ...life, reached: seconds, target: basis.target_seconds, recent }, calendar)
}

/**
 * Reads the data for the progress of all goals in one round trip, as far back as lists report. @param org context whose
 * parents are named
 */
export const readBasis = async (db: D1Database, userId: string, now: LocalNow, org: Org = allOrgs) => {
  const since = listStart(now)
  const [measured, rules] = await Promise.all([measureGoals(db, userId, now, { org, since }), readRules(db, userId)])
  return { ...measured, ...rules }
}
type ProgressBasis = Omit<Awaited<ReturnType<typeof readBasis>>, 'family' | 'amounts' | 'links' | 'countedAt'>

/** Past periods that a list reports on, for an open goal with periods of up to a month. */
const pastPeriods = (goal: GoalRow, rules: Rules, now: LocalNow) => {
  const rule = ruleOf(goal)
  if (!isOpenGoal(goal.status) || rule === null || rule.period === 'quarter' || rule.period === 'year') return []
  const life = { start: firstDay(goal, now), today: now.latestDay, since: periodsAgo(rule.period, listedPeriods, now) }
  return periodsOf(rules.get(goal.id) ?? [], life).filter(({ to }) => to < now.latestDay)
}

const noSkips = new Map<string, string>()

/** Returns a function from a goal's id to its days and periods that do not count. */
export const freeDaysByGoal = ({ skips, off }: Pick<ProgressBasis, 'skips' | 'off'>, { restDays }: LocalNow) => {
  const daysOff = new Set(off)
  return (id: string): SkippedDays => ({ restDays, daysOff, skips: skips.get(id) ?? noSkips })
}

/** Returns a function that adds progress to a goal. */
export const progressCalculator = ({ measureOf, rules, skips, off, reached }: ProgressBasis, now: LocalNow) => {
  const { today, latestDay } = now
  const freeOf = freeDaysByGoal({ skips, off }, now)
  return <G extends ListedGoal>(goal: G): G & { progress: GoalProgress } => {
    const { id } = goal
    const measure = measureOf(id)
    const isPaced = isOpenGoal(goal.status) && (measure.basis.from === 'time' || measure.basis.from === 'times')
    const rate = { from: rateStart(firstDay(goal, now), today), to: today }
    const recent = isPaced ? reached(goal, countingOfGoal(goal), rate) : 0
    const free = freeOf(id)
    const calendar = { today, restDays: free.restDays, daysOff: free.daysOff }
    const outcomes = pastPeriods(goal, rules, now).map((past) =>
      periodOutcome(past, reached(goal, past.rule, past), latestDay, free),
    )
    const pace = paceOf(goal, measure, recent, calendar, now)
    const lateness = latenessOf(goal, measure, pace, firstDay(goal, now), calendar)
    return { ...goal, progress: { ...measure, pace, lateness, record: tally(outcomes, latestDay, listedPeriods) } }
  }
}

/** Adds progress to goals. Its reads share the round trip of `goals` if that is a pending read. */
export const withProgress = async <G extends ListedGoal>(
  db: D1Database,
  userId: string,
  goals: G[] | Promise<G[]>,
  now: LocalNow,
) => {
  const [all, basis] = await Promise.all([goals, readBasis(db, userId, now)])
  const addProgress = progressCalculator(basis, now)
  return all.map((goal) => addProgress(goal))
}
