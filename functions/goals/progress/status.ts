import { daysOff } from '../../days-off/queries'
import { linksSince, type MembersAt } from '../../ledger/goal-tree'
import { addDays, addMonths, monthOf, monthStart, weekOf } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { type GoalRow, isOpen, isRecurring, type ListedGoal } from '../schema'
import { type Lateness, latenessOf } from './lateness'
import { familyOf, type Measure, measureFamily } from './measure'
import { membersIn } from './members'
import { type Calendar, type Pace, percentPace, periodPace, rateFrom, timePace } from './pace'
import { calendarPeriod, outcome, type Period, periodsOf, type Tally, tally } from './periods'
import * as q from './queries'
import { firstDay } from './writes'

/** A goal's percentage and time, whether that is fast enough, and which of its latest periods were met. */
export type GoalProgress = Measure & { pace: Pace | null; lateness: Lateness | null; record: Tally | null }

export type GoalWithProgress = ListedGoal & { progress: GoalProgress }

const lastDate = '9999-12-31'

/** How many past periods a row of a list reports on. */
const listedPeriods = 6

/** The first day of the period that lies `past` periods before the current one. */
const periodsAgo = (kind: 'weekly' | 'monthly', past: number, { latestDay, weekStart }: LocalNow) =>
  kind === 'weekly'
    ? addDays(weekOf(latestDay, weekStart).from, -7 * past)
    : monthStart(addMonths(monthOf(latestDay), -past))

/** How far back lists report. */
const reportedSince = (now: LocalNow) => periodsAgo('monthly', listedPeriods, now)

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

/** The first date whose working days count: the periods' lateness looks back to their start. */
const paceFrom = ({ today, weekStart }: LocalNow) => monthStart(monthOf(weekOf(today, weekStart).from))

type How = {
  /** How far back former parents are read; by default as far as lists report. */
  since?: string
  /** Goal whose rules are all read. */
  complete?: string
  /** Goals whose rules are read; by default all. */
  recurring?: q.Ids
  /** The first day off that is read; by default the first that a pace needs. */
  offFrom?: string
}

/** Reads what the progress of goals is computed from, but for sums of their time, in one round trip. */
export const readBasis = async (
  db: D1Database,
  userId: string,
  ids: q.Ids,
  now: LocalNow,
  { since = reportedSince(now), complete, recurring = ids, offFrom = paceFrom(now) }: How = {},
) => {
  const [measured, rules, off, links] = await Promise.all([
    measureGoals(db, userId, ids, now),
    q.rulesOf(db, userId, recurring, reportedSince(now), complete),
    daysOff(db, userId, { from: offFrom, to: lastDate }),
    linksSince(db, userId, [], since),
  ])
  return { ...measured, rules, off, membersAt: membersIn(measured.family, links) }
}
export type ProgressBasis = Awaited<ReturnType<typeof readBasis>>

/** The past periods that a list reports on, for each open goal that recurs. */
const pastPeriods = (goals: GoalRow[], rules: q.Rules, now: LocalNow) => {
  const recurring = goals.filter((goal) => isRecurring(goal)).filter(({ status }) => isOpen(status))
  return recurring.map((goal) => {
    const life = { start: firstDay(goal, now), today: now.latestDay, since: periodsAgo(goal.kind, listedPeriods, now) }
    return { id: goal.id, periods: periodsOf(rules.get(goal.id) ?? [], life).filter(({ to }) => to < now.latestDay) }
  })
}

type Sums = { recent: Map<string, number>; records: Map<string, Tally | null> }

/** Reads the tracked time behind pace and record in one statement. */
const sumsOf = async (
  db: D1Database,
  userId: string,
  membersAt: MembersAt,
  timed: GoalRow[],
  past: { id: string; periods: Period[] }[],
  now: LocalNow,
): Promise<Sums> => {
  const { today, latestDay } = now
  const ranges = [
    ...timed.map((goal) => ({ id: goal.id, from: rateFrom(firstDay(goal, now), today), to: today })),
    ...past.flatMap(({ id, periods }) => periods.map(({ from, to }) => ({ id, from, to }))),
  ]
  const familyRanges = ranges.map(({ id, from, to }) => ({ ids: membersAt(id, to), from, to }))
  const seconds = await q.secondsIn(db, userId, familyRanges)
  const recent = new Map(timed.map(({ id }, index) => [id, seconds[index] ?? 0]))
  const rest = seconds.slice(timed.length).values()
  const outcomes = (periods: Period[]) => periods.map((period) => outcome(period, rest.next().value ?? 0, latestDay))
  const records = past.map(({ id, periods }) => [id, tally(outcomes(periods), latestDay, listedPeriods)] as const)
  return { recent, records: new Map(records) }
}

/** Reads the sums behind pace and record of goals in one statement; gives the function that adds their progress. */
export const readProgress = async (
  db: D1Database,
  userId: string,
  goals: ListedGoal[],
  { measureOf, rules, off, membersAt }: Pick<ProgressBasis, 'measureOf' | 'rules' | 'off' | 'membersAt'>,
  now: LocalNow,
) => {
  const open = goals.filter(({ status }) => isOpen(status))
  const timed = open.filter(({ id }) => measureOf(id).basis.from === 'time')
  const { recent, records } = await sumsOf(db, userId, membersAt, timed, pastPeriods(open, rules, now), now)
  const calendar = { today: now.today, restDays: now.restDays, daysOff: new Set(off) }
  return (goal: ListedGoal): GoalWithProgress => {
    const measure = measureOf(goal.id)
    const pace = paceOf(goal, measure, recent.get(goal.id) ?? 0, calendar, now)
    const lateness = latenessOf(goal, measure, pace, firstDay(goal, now), calendar)
    return { ...goal, progress: { ...measure, pace, lateness, record: records.get(goal.id) ?? null } }
  }
}

const hasPlan = (goal: ListedGoal) => isOpen(goal.status) && (goal.target_date !== null || goal.target_minutes !== null)

/**
 * Adds progress to goals, in their order: two round trips, one where no goal has a date or a time to reach.
 * @param started the basis of these goals, read beside them: then one trip
 */
export const withProgress = async (
  db: D1Database,
  userId: string,
  goals: ListedGoal[],
  now: LocalNow,
  started?: ProgressBasis,
) => {
  if (started) return goals.map(await readProgress(db, userId, goals, started, now))
  const ids = goals.map(({ id }) => id)
  const nothing = { rules: new Map(), off: [], membersAt: () => [] }
  const recurring = goals.filter((goal) => isOpen(goal.status) && isRecurring(goal)).map(({ id }) => id)
  const basis = goals.some(hasPlan)
    ? await readBasis(db, userId, ids, now, { recurring })
    : { ...(await measureGoals(db, userId, ids, now)), ...nothing }
  return goals.map(await readProgress(db, userId, goals, basis, now))
}
