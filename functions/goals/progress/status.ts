import { daysOff } from '../../days-off/queries'
import type { MembersAt } from '../../ledger/goal-tree'
import { addDays, addMonths, monthOf, monthStart, weekOf } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { type GoalRow, isOpen, isRecurring, type ListedGoal } from '../schema'
import { type Lateness, latenessOf } from './lateness'
import { familyOf, type Measure, measureFamily } from './measure'
import { readMembers } from './members'
import { type Calendar, type Pace, percentPace, periodPace, rateFrom, timePace } from './pace'
import { calendarPeriod, outcome, type Period, periodsOf, type Tally, tally } from './periods'
import * as q from './queries'
import { firstDay } from './writes'

/** A goal's percentage and time, whether that is fast enough, and which of its latest periods were met. */
export type GoalProgress = Measure & { pace: Pace | null; lateness: Lateness | null; record: Tally | null }

export type GoalWithProgress = ListedGoal & { progress: GoalProgress }

/** How many past periods a row of a list reports on. */
const listedPeriods = 6

/** The first day of the period that lies `past` periods before the current one. */
const periodsAgo = (kind: 'weekly' | 'monthly', past: number, { latestDay, weekStart }: LocalNow) =>
  kind === 'weekly'
    ? addDays(weekOf(latestDay, weekStart).from, -7 * past)
    : monthStart(addMonths(monthOf(latestDay), -past))

/**
 * Measures goals and everything below them in one statement, without pace and record.
 * @param since how far back their former parents are read; by default as far as lists report
 */
export const measureGoals = async (
  db: D1Database,
  userId: string,
  ids: string[],
  now: LocalNow,
  since = periodsAgo('monthly', listedPeriods, now),
) => {
  const { latestDay, weekStart } = now
  const present = { weekly: weekOf(latestDay, weekStart), monthly: calendarPeriod('monthly', latestDay, weekStart) }
  const members = ids.length > 0 ? await q.membersOf(db, userId, ids, present, since) : []
  const family = familyOf(members.map(({ moved: _, ...member }) => member))
  return { family, moved: members[0]?.moved === 1, since, measureOf: measureFamily(family, present) }
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

/** The last date whose working days count for a goal's pace; null when it has none. */
const paceUntil = (goal: GoalRow, { basis }: Measure) => (basis.from === 'period' ? basis.period.to : goal.target_date)

/** The first date whose working days count: the periods' lateness looks back to their start. */
const paceFrom = ({ today, weekStart }: LocalNow) => monthStart(monthOf(weekOf(today, weekStart).from))

/** Period rules that a list reports on, of open recurring goals. @param complete goal whose rules are all read */
export const recentRules = async (
  db: D1Database,
  userId: string,
  goals: GoalRow[],
  now: LocalNow,
  complete?: string,
): Promise<q.Rules> => {
  const ids = goals
    .filter((goal) => goal.id === complete || (isOpen(goal.status) && isRecurring(goal)))
    .map(({ id }) => id)
  return ids.length > 0 ? q.rulesOf(db, userId, ids, periodsAgo('monthly', listedPeriods, now), complete) : new Map()
}

/** The past periods that a list reports on, for each goal that recurs. */
const pastPeriods = (goals: GoalRow[], rules: q.Rules, now: LocalNow) => {
  const recurring = goals.filter((goal) => isRecurring(goal))
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

/**
 * Reads pace and record of measured goals in at most three statements, and a fourth after their tree was changed; gives
 * the function that adds their progress.
 * @param known the days off from the current month on, the goals' rules and members, when the caller has read them
 */
export const readProgress = async (
  db: D1Database,
  userId: string,
  goals: ListedGoal[],
  measured: MeasuredGoals,
  now: LocalNow,
  known?: { off: string[]; rules: q.Rules; membersAt: MembersAt },
) => {
  const { measureOf } = measured
  const open = goals.filter(({ status }) => isOpen(status))
  const timed = open.filter(({ id }) => measureOf(id).basis.from === 'time')
  const until = open
    .flatMap((goal) => paceUntil(goal, measureOf(goal.id)) ?? [])
    .toSorted()
    .at(-1)
  const [rules, off, membersAt] = await Promise.all([
    known?.rules ?? recentRules(db, userId, open, now),
    known?.off ??
      (until !== undefined && until >= now.today ? daysOff(db, userId, { from: paceFrom(now), to: until }) : []),
    known?.membersAt ?? readMembers(db, userId, measured),
  ])
  const { recent, records } = await sumsOf(db, userId, membersAt, timed, pastPeriods(open, rules, now), now)
  const calendar = { today: now.today, restDays: now.restDays, daysOff: new Set(off) }
  return (goal: ListedGoal): GoalWithProgress => {
    const measure = measureOf(goal.id)
    const pace = paceOf(goal, measure, recent.get(goal.id) ?? 0, calendar, now)
    const lateness = latenessOf(goal, measure, pace, firstDay(goal, now), calendar)
    return { ...goal, progress: { ...measure, pace, lateness, record: records.get(goal.id) ?? null } }
  }
}

/** Adds progress to goals, in their order and in at most five statements. */
export const withProgress = async (db: D1Database, userId: string, goals: ListedGoal[], now: LocalNow) => {
  const ids = goals.map(({ id }) => id)
  const measured = await measureGoals(db, userId, ids, now)
  return goals.map(await readProgress(db, userId, goals, measured, now))
}
