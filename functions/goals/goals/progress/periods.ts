import { allRows, constant, part, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import { addDays, addMonths, monthEnd, monthOf, monthStart, type Range, weekOf } from '../../../lib/time/days'
import type { GoalRow } from '../schema'

/** A goal's kind of period and its target, written on a date and in force until the next rule. */
export type Rule = {
  /** Its first period is the calendar's with this date in it; periods of the rule before that had ended stay. */
  from_date: string
  kind: GoalRow['kind']
  /** null: the goal has no target from this date on */
  target_minutes: number | null
  /** ISO weekday */
  week_start: number
}

export type Period = Range & {
  kind: 'weekly' | 'monthly'
  target_seconds: number
  /** False when the goal's start or end, or another rule, cut it short. */
  whole: boolean
}

/** A period that was cut short is met or not counted; the current one is met or open. */
export type Outcome = Period & { seconds: number; state: 'met' | 'missed' | 'open' | 'uncounted' }

export const calendarPeriod = (kind: 'weekly' | 'monthly', date: string, weekStart: number): Range =>
  kind === 'weekly' ? weekOf(date, weekStart) : { from: monthStart(monthOf(date)), to: monthEnd(monthOf(date)) }

const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)

type Limits = {
  /** The goal's first day. */
  start: string
  /** `LocalNow.latestDay` */
  today: string
  /** Periods that end before it are left out. */
  since: string
}

/** The first date of a rule's own periods. */
const firstDate = ({ from_date, kind, target_minutes, week_start }: Rule) =>
  target_minutes !== null && (kind === 'weekly' || kind === 'monthly')
    ? calendarPeriod(kind, from_date, week_start).from
    : from_date

/**
 * A goal's periods by their ends, up to the current one, each with the target in force at its end. `rules` are in date
 * order. A rule ends the period that is in progress when it is written, where its own first period begins. A period that
 * had ended by then keeps its dates, even if both overlap.
 */
export const periodsOf = (rules: Rule[], { start, today, since }: Limits): Period[] => {
  const periods: Period[] = []
  for (const [index, rule] of rules.entries()) {
    const { kind, target_minutes, week_start } = rule
    if (target_minutes === null || (kind !== 'weekly' && kind !== 'monthly')) continue
    const next = rules.slice(index + 1)
    let date = later(firstDate(rule), later(start, since))
    while (date <= today) {
      const calendar = calendarPeriod(kind, date, week_start)
      const cuts = next.filter(({ from_date }) => from_date <= calendar.to).map((cut) => addDays(firstDate(cut), -1))
      const to = cuts.reduce(earlier, calendar.to)
      const isCut = cuts.length > 0
      const from = isCut ? later(calendar.from, addDays(periods.at(-1)?.to ?? '1969-12-31', 1)) : calendar.from
      const whole = !isCut && start <= from
      if (later(from, date) <= to) periods.push({ from, to, kind, target_seconds: target_minutes * 60, whole })
      if (isCut) break
      date = addDays(calendar.to, 1)
    }
  }
  return periods
}

export const outcome = (period: Period, seconds: number, today: string): Outcome => {
  const state =
    seconds >= period.target_seconds ? 'met' : period.to >= today ? 'open' : period.whole ? 'missed' : 'uncounted'
  return { ...period, seconds, state }
}

/** The latest periods that count, and how many of them were met. */
export type Tally = { kind: 'weekly' | 'monthly'; counted: Outcome[]; met: number }

/** Takes at most `limit` past periods; null when none counts yet. */
export const tally = (outcomes: Outcome[], today: string, limit: number): Tally | null => {
  const counted = outcomes
    .filter(({ to, state }) => to < today && (state === 'met' || state === 'missed'))
    .slice(-limit)
  const last = counted.at(-1)
  return last ? { kind: last.kind, counted, met: counted.filter(({ state }) => state === 'met').length } : null
}

/** The run of periods met up to now. The current one adds to it when it is met, and never breaks it. */
export const metInARow = (outcomes: Outcome[]) => {
  const counted = outcomes.filter(({ state }) => state === 'met' || state === 'missed')
  return counted.length - 1 - counted.findLastIndex(({ state }) => state === 'missed')
}

/** How many past periods a row of a list reports on. */
export const listedPeriods = 6

/** The first day of the period that lies `past` periods before the current one. */
export const periodsAgo = (kind: 'weekly' | 'monthly', past: number, { latestDay, weekStart }: LocalNow) =>
  kind === 'weekly'
    ? addDays(weekOf(latestDay, weekStart).from, -7 * past)
    : monthStart(addMonths(monthOf(latestDay), -past))

/** The first date of the time that lists report on. A period that was changed since can begin in the month before. */
export const listedSince = (now: LocalNow) => periodsAgo('monthly', listedPeriods + 1, now)

export type Rules = Map<string, Rule[]>

/** Tracked seconds of goals together, each without its parts. */
type GoalSums = (ids: string[], range: Range) => number

/** The time of a goal, without its parts, on a day. */
export type GoalDay = { id: string; date: string; seconds: number; starts: number }

/** Reads the rules of all goals, and the days of a range with time on goals. @param ids of these goals, by default of all */
export const readPast = async (db: D1Database, userId: string, { from, to }: Range, ids?: string[]) => {
  const [days, rules] = await Promise.all([
    allRows<GoalDay>(sql(db)`
      SELECT goal_id AS id, date, sum(seconds) AS seconds, sum(starts) AS starts
      FROM session_days
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND goal_id IS NOT NULL
        ${ids ? part`AND goal_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))` : constant('')}
      GROUP BY 1, 2
      ORDER BY 1, 2`),
    allRows<Rule & { id: string }>(sql(db)`
      SELECT goal_id AS id, from_date, kind, target_minutes, week_start
      FROM goal_targets
      WHERE user_id = ${userId}
      ORDER BY from_date`),
  ])
  const daysOf = Map.groupBy(days, ({ id }) => id)
  const sums: GoalSums = (ids, { from, to }) => {
    let sum = 0
    for (const id of ids)
      for (const day of daysOf.get(id) ?? []) if (day.date >= from && day.date <= to) sum += day.seconds
    return sum
  }
  const rulesOf: Rules = Map.groupBy(rules, ({ id }) => id)
  return { days, sums, rules: rulesOf }
}
