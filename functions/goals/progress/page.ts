import { streakOf } from '../../dashboard/streak'
import { daysOff } from '../../days-off/queries'
import { addDays, type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { namesOf } from '../../sessions/list/page'
import { wholeList } from '../../sessions/list/view'
import { sessionsIn, sessionsOfGoals } from '../../sessions/queries'
import { yearBefore } from '../../stats/calendar'
import { daySums } from '../../stats/queries'
import type { DaySum } from '../../stats/schema'
import { series } from '../../stats/series'
import type { Now } from '../due'
import { milestonesOf } from '../milestones/queries'
import { outline } from '../outline'
import { type GoalRow, isRecurring, type ListedGoal } from '../schema'
import { within } from './measure'
import { metInARow, type Outcome, outcome, periodsOf } from './periods'
import * as q from './queries'
import { measured, sinceOf, standings } from './standing'
import { firstDay } from './writes'

const sessionLimit = 10
const shownWeeks = 26
const shownPeriods = 12
/** The most parts of a goal, at any depth, that its page shows. */
const partLimit = 200

/** The latest sessions of a goal and its parts; where a year has none, the latest of its own. */
const latestSessions = async (db: D1Database, userId: string, ids: string[], id: string, days: DaySum[]) => {
  const dates: string[] = []
  let sessions = 0
  for (const day of days.toReversed()) {
    if (sessions >= sessionLimit) break
    dates.push(day.date)
    sessions += day.session_count
  }
  return dates.length > 0
    ? sessionsOfGoals(db, userId, ids, dates, sessionLimit)
    : sessionsIn(db, userId, { ...wholeList, subject: `goal:${id}` }, sessionLimit)
}

const secondsIn = (days: DaySum[], { from, to }: Range) =>
  days.reduce((sum, day) => (day.date >= from && day.date <= to ? sum + day.total_seconds : sum), 0)

/** How a goal's periods came out that begin between two dates; null where nothing was ever to be reached in any. */
const outcomesOf = async (db: D1Database, userId: string, goal: GoalRow, ids: string[], now: Now) => {
  const rules = (await q.rulesOf(db, userId, [goal.id], '')).get(goal.id)
  if (!rules) return null
  const life = { start: firstDay(goal, now), today: now.today }
  return async (since: string, before: string): Promise<Outcome[]> => {
    const periods = periodsOf(rules, { ...life, since }).filter(({ from }) => from < before)
    const asks = periods.map(({ from, to }) => ({ ids, from, to }))
    const seconds = await q.secondsOf(db, userId, asks)
    return periods.map((period, index) => outcome(period, seconds[index] ?? 0, now.today))
  }
}

/** The year's outcomes, and how many periods were met in a row; reads on only where all of them were. */
const recordOf = async (db: D1Database, userId: string, goal: GoalRow, ids: string[], now: Now) => {
  const outcomes = await outcomesOf(db, userId, goal, ids, now)
  if (!outcomes) return null
  const kind = isRecurring(goal) ? goal.kind : 'weekly'
  let since = sinceOf(kind, kind === 'weekly' ? 53 : shownPeriods, now)
  let all = await outcomes(since, '9999')
  const start = firstDay(goal, now)
  while (since > start && since > '1971' && !all.some(({ state }) => state === 'missed')) {
    const further = addDays(since, -53 * 7)
    all = [...(await outcomes(further, all[0]?.from ?? since)), ...all]
    since = further
  }
  const past = all.filter(({ to }) => to < now.today)
  return { shown: [...past.slice(-shownPeriods), ...all.slice(past.length)], inARow: metInARow(all) }
}

/** What a goal's page shows of it. */
export const goalView = async (db: D1Database, user: User, goal: ListedGoal, now: Now) => {
  const year = yearBefore(now.today, now.weekStart)
  const week = weekOf(now.today, now.weekStart)
  const known = await measured(db, user.id, [goal.id], now)
  const ids = within(known.family, goal.id)
  const below = outline(
    ids
      .flatMap((id) => known.family.byId.get(id) ?? [])
      .filter(({ id }) => id !== goal.id)
      .map((part): ListedGoal => ({ ...part, parent_title: null }))
      .toSorted((a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || (a.id < b.id ? -1 : 1)),
  ).slice(0, partLimit)

  const [shown, days, off, above, record, milestones] = await Promise.all([
    standings(db, user.id, [goal, ...below.map((entry) => entry.goal)], known, now),
    q.daySumsOf(db, user.id, ids, { from: year.from, to: week.to }),
    daysOff(db, user.id, year),
    goal.parent_id === null ? [] : q.aboveOf(db, user.id, goal.id),
    recordOf(db, user.id, goal, ids, now),
    milestonesOf(db, user.id, goal.id),
  ])
  const sessions = await latestSessions(db, user.id, ids, goal.id, days)
  const weeks = { from: addDays(week.from, -7 * (shownWeeks - 1)), to: week.to }
  const [streak, names, ownDays] = await Promise.all([
    record && isRecurring(goal)
      ? null
      : streakOf(days, year, { restDays: now.restDays, daysOff: new Set(off) }, (range) =>
          Promise.all([q.daySumsOf(db, user.id, ids, range), daysOff(db, user.id, range)]),
        ),
    namesOf(db, user.id, sessions),
    ids.length > 1 ? daySums(db, user.id, `goal:${goal.id}`, weeks) : days,
  ])
  const [self, ...parts] = shown
  return {
    goal: self ?? { ...goal, standing: { ...known.of(goal.id), pace: null, record: null } },
    parts: below.flatMap(({ depth }, index) => {
      const part = parts[index]
      return part ? [{ goal: part, depth }] : []
    }),
    above,
    week: { ...week, seconds: secondsIn(days, week) },
    weeks: series(days, weeks, 'week', now.weekStart),
    ownWeeks: series(ownDays, weeks, 'week', now.weekStart),
    hasParts: ids.length > 1,
    record,
    /** Days with time in a row; null where periods are counted instead. */
    streak,
    sessions,
    names,
    milestones,
  }
}
export type GoalPageView = Awaited<ReturnType<typeof goalView>>
