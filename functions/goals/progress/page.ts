import { daysOff } from '../../days-off/queries'
import type { DaySum } from '../../ledger/schema'
import { series } from '../../ledger/series'
import { yearBefore } from '../../ledger/year'
import { addDays, addMonths, monthEnd, monthOf, monthStart, type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { namesOf } from '../../sessions/list/page'
import { allDates, allSessions } from '../../sessions/list/view'
import { sessionsIn, sessionsOfGoals } from '../../sessions/queries'
import type { Now } from '../due'
import { milestonesOf } from '../milestones/queries'
import { outline } from '../outline'
import { type GoalRow, isRecurring, type ListedGoal } from '../schema'
import { within } from './measure'
import { metInARow, outcome, periodsOf, type Rule } from './periods'
import * as q from './queries'
import { listedRules, measured, standings } from './standing'
import { streakOf } from './streak'
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
    : sessionsIn(db, userId, { ...allSessions, subject: `goal:${id}` }, sessionLimit)
}

type Year = { from: string; days: DaySum[] }

const secondsIn = (days: DaySum[], { from, to }: Range) =>
  days.reduce((sum, day) => (day.date >= from && day.date <= to ? sum + day.total_seconds : sum), 0)

/** The goal's own days among those of it and its parts. */
const ownDays = (days: q.GoalDay[]): DaySum[] =>
  days.map(({ date, own_seconds, own_count }) => ({ date, total_seconds: own_seconds, session_count: own_count }))

type Ruled = { goal: GoalRow; ids: string[]; rules?: Rule[] }

/** The goal's periods of the year, and how many were met in a row; reads on only where all of them were. */
const recordOf = async (db: D1Database, userId: string, { goal, ids, rules }: Ruled, year: Year, now: Now) => {
  if (!rules) return null
  const start = firstDay(goal, now)
  const { today } = now
  let since = year.from
  let all = periodsOf(rules, { start, today, since })
    .filter(({ from }) => from >= since)
    .map((period) => outcome(period, secondsIn(year.days, period), today))
  for (let weeks = 53; since > start && since > '1971' && !all.some(({ state }) => state === 'missed'); weeks *= 2) {
    const before = all[0]?.from ?? '9999'
    since = addDays(since, -7 * weeks)
    const further = periodsOf(rules, { start, today, since }).filter(({ from }) => from >= since && from < before)
    const asks = further.map(({ from, to }) => ({ ids, from, to }))
    const seconds = await q.secondsOf(db, userId, asks)
    all = [...further.map((period, index) => outcome(period, seconds[index] ?? 0, today)), ...all]
  }
  const past = all.filter(({ to }) => to < today)
  return {
    shown: [...past.slice(-shownPeriods), ...all.slice(past.length)],
    inARow: metInARow(all),
    /** How each period came out, by its first day. */
    states: new Map(all.map(({ from, state }) => [from, state])),
  }
}

/** What a goal's page shows of it. */
export const goalView = async (db: D1Database, user: User, goal: ListedGoal, now: Now) => {
  const year = yearBefore(now.today, now.weekStart)
  const week = weekOf(now.today, now.weekStart)
  const known = await measured(db, user.id, [goal.id], now)
  const ids = within(known.family, goal.id)
  const allBelow = outline(
    ids
      .flatMap((id) => known.family.byId.get(id) ?? [])
      .filter(({ id }) => id !== goal.id)
      .map((part): ListedGoal => ({ ...part, parent_title: null }))
      .toSorted((a, b) => (a.target_date ?? '9999').localeCompare(b.target_date ?? '9999') || (a.id < b.id ? -1 : 1)),
  )
  const below = allBelow.slice(0, partLimit)

  const monthsAgo = monthStart(addMonths(monthOf(now.today), -shownPeriods))
  const [from = year.from] = [monthsAgo, year.from].toSorted()
  const to = addDays(monthEnd(monthOf(now.today)), 6)
  const goals = [goal, ...below.map((entry) => entry.goal)]
  const [days, off, rules, above, milestones] = await Promise.all([
    q.daySumsOf(db, user.id, ids, goal.id, { from, to }),
    daysOff(db, user.id, { from: year.from, to: allDates.to }),
    listedRules(db, user.id, goals, now, goal.id),
    goal.parent_id === null ? [] : q.aboveOf(db, user.id, goal.id),
    milestonesOf(db, user.id, goal.id),
  ])
  const [shown, record] = await Promise.all([
    standings(db, user.id, goals, known, now, { off, rules }),
    recordOf(db, user.id, { goal, ids, rules: rules.get(goal.id) }, { from, days }, now),
  ])
  const sessions = await latestSessions(db, user.id, ids, goal.id, days)
  const weeks = { from: addDays(week.from, -7 * (shownWeeks - 1)), to: week.to }
  const [streak, names] = await Promise.all([
    record && isRecurring(goal)
      ? null
      : streakOf(days, year, { restDays: now.restDays, daysOff: new Set(off) }, (range) =>
          Promise.all([q.daySumsOf(db, user.id, ids, goal.id, range), daysOff(db, user.id, range)]),
        ),
    namesOf(db, user.id, sessions),
  ])
  const [self, ...parts] = shown
  return {
    goal: self ?? { ...goal, standing: { ...known.of(goal.id), pace: null, record: null } },
    parts: below.flatMap(({ depth }, index) => {
      const part = parts[index]
      return part ? [{ goal: part, depth }] : []
    }),
    /** How many parts there are beyond those shown. */
    partsLeft: allBelow.length - below.length,
    above,
    week: { ...week, seconds: secondsIn(days, week) },
    weeks: series(days, weeks, 'week', now.weekStart),
    ownWeeks: series(ownDays(days), weeks, 'week', now.weekStart),
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
