import { daysOff } from '../../days-off/queries'
import { addDays, addMonths, monthOf, monthStart, weekOf } from '../../lib/days'
import type { Now } from '../due'
import { type GoalRow, isOpen, isRecurring, type ListedGoal } from '../schema'
import { type Family, familyOf, type Measure, measures, within } from './measure'
import { type Calendar, type Pace, percentPace, periodPace, rateFrom, timePace } from './pace'
import { calendarPeriod, outcome, type Period, periodsOf, type Tally, tally } from './periods'
import * as q from './queries'
import { firstDay } from './writes'

/** Where a goal stands: how far it has come, whether that is fast enough, and which of its periods were met. */
type Standing = Measure & { pace: Pace | null; record: Tally | null }

/** A goal as the pages show it. */
export type ShownGoal = ListedGoal & { standing: Standing }

/** How many periods a row of a list looks back on. */
const listedPeriods = 6

/** Measures some goals and all that is below them, without pace and record: one statement. */
export const measured = async (db: D1Database, userId: string, ids: string[], { today, weekStart }: Now) => {
  const present = { weekly: weekOf(today, weekStart), monthly: calendarPeriod('monthly', today, weekStart) }
  const family = familyOf(ids.length > 0 ? await q.membersOf(db, userId, ids, present) : [])
  return { family, of: measures(family, present) }
}
export type Measured = Awaited<ReturnType<typeof measured>>

/** The date on which the periods of a kind begin of which so many are past. */
const sinceOf = (kind: 'weekly' | 'monthly', past: number, { today, weekStart }: Now) =>
  kind === 'weekly' ? addDays(weekOf(today, weekStart).from, -7 * past) : monthStart(addMonths(monthOf(today), -past))

/** How fast a goal goes, and how fast it would have to. `recent` is its seconds since `rateFrom`. */
const paceOf = (goal: GoalRow, { basis, seconds, progress }: Measure, recent: number, calendar: Calendar, now: Now) => {
  if (!isOpen(goal.status)) return null
  const life = { target_date: goal.target_date, start: firstDay(goal, now) }
  if (basis.from === 'period') return periodPace(basis.period, calendar)
  if (basis.from !== 'time') return percentPace({ ...life, progress }, now.today)
  return timePace({ ...life, seconds, target_seconds: basis.target_seconds, recent }, calendar)
}

/** The last date up to which a goal's pace counts working days; null where it counts none. */
const paceUntil = (goal: GoalRow, { basis }: Measure) => {
  if (basis.from === 'period') return basis.period.to
  return basis.from === 'time' ? goal.target_date : null
}

/** The rules of the periods that a list looks back on, of those goals that have periods; of `whole`, all of them. */
export const listedRules = async (
  db: D1Database,
  userId: string,
  goals: GoalRow[],
  now: Now,
  whole?: string,
): Promise<q.Rules> => {
  const ids = goals
    .filter((goal) => goal.id === whole || (isOpen(goal.status) && isRecurring(goal)))
    .map(({ id }) => id)
  return ids.length > 0 ? q.rulesOf(db, userId, ids, sinceOf('monthly', listedPeriods, now), whole) : new Map()
}

/** The past periods of recurring goals that a list looks back on, by goal. */
const pastPeriods = (goals: GoalRow[], rules: q.Rules, now: Now) => {
  const recurring = goals.filter((goal) => isRecurring(goal))
  return recurring.map((goal) => {
    const life = { start: firstDay(goal, now), today: now.today, since: sinceOf(goal.kind, listedPeriods, now) }
    return { id: goal.id, periods: periodsOf(rules.get(goal.id) ?? [], life).filter(({ to }) => to < now.today) }
  })
}

type Sums = { recent: Map<string, number>; records: Map<string, Tally | null> }

/** The tracked time that pace and record are reckoned from, asked for at once. */
const sumsOf = async (
  db: D1Database,
  userId: string,
  family: Family,
  timed: GoalRow[],
  past: { id: string; periods: Period[] }[],
  now: Now,
): Promise<Sums> => {
  const { today } = now
  const asks = [
    ...timed.map((goal) => ({ id: goal.id, from: rateFrom(firstDay(goal, now), today), to: today })),
    ...past.flatMap(({ id, periods }) => periods.map(({ from, to }) => ({ id, from, to }))),
  ]
  const seconds = await q.secondsOf(
    db,
    userId,
    asks.map(({ id, from, to }) => ({ ids: within(family, id), from, to })),
  )
  const recent = new Map(timed.map(({ id }, index) => [id, seconds[index] ?? 0]))
  const rest = seconds.slice(timed.length).values()
  const outcomes = (periods: Period[]) => periods.map((period) => outcome(period, rest.next().value ?? 0, today))
  const records = past.map(({ id, periods }) => [id, tally(outcomes(periods), today, listedPeriods)] as const)
  return { recent, records: new Map(records) }
}

/**
 * Where some measured goals stand, in at most three statements; in the order given.
 * @param known the days off from today on, and the goals' rules, where they are read already
 */
export const standings = async (
  db: D1Database,
  userId: string,
  goals: ListedGoal[],
  { family, of }: Measured,
  now: Now,
  known?: { off: string[]; rules: q.Rules },
): Promise<ShownGoal[]> => {
  const open = goals.filter(({ status }) => isOpen(status))
  const timed = open.filter(({ id }) => of(id).basis.from === 'time')
  const until = open
    .flatMap((goal) => paceUntil(goal, of(goal.id)) ?? [])
    .toSorted()
    .at(-1)
  const [rules, off] = await Promise.all([
    known?.rules ?? listedRules(db, userId, open, now),
    known?.off ??
      (until !== undefined && until >= now.today ? daysOff(db, userId, { from: now.today, to: until }) : []),
  ])
  const { recent, records } = await sumsOf(db, userId, family, timed, pastPeriods(open, rules, now), now)
  const calendar = { today: now.today, restDays: now.restDays, daysOff: new Set(off) }
  return goals.map((goal) => {
    const measure = of(goal.id)
    const pace = paceOf(goal, measure, recent.get(goal.id) ?? 0, calendar, now)
    return { ...goal, standing: { ...measure, pace, record: records.get(goal.id) ?? null } }
  })
}

/** Where some goals stand, in at most four statements; in the order given. */
export const withStanding = async (db: D1Database, userId: string, goals: ListedGoal[], now: Now) => {
  const ids = goals.map(({ id }) => id)
  return standings(db, userId, goals, await measured(db, userId, ids, now), now)
}
