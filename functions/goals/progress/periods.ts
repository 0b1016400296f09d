import { addDays, monthEnd, monthOf, monthStart, type Range, weekOf } from '../../lib/days'
import type { GoalRow } from '../schema'

/** What a goal's periods are, and what is to be reached in each, from a date on until the next rule. */
export type Rule = {
  from_date: string
  kind: GoalRow['kind']
  /** null: there is nothing to be reached */
  target_minutes: number | null
  /** ISO weekday */
  week_start: number
}

/** A week or month of a goal, and what was to be reached in it. */
export type Period = Range & {
  kind: 'weekly' | 'monthly'
  target_seconds: number
  /** Not cut short: by the goal's beginning or end, or by a change of what its periods are. */
  whole: boolean
}

/** A period with the time in it. One that was cut short is met or not counted; the present one is met or open. */
export type Outcome = Period & { seconds: number; state: 'met' | 'missed' | 'open' | 'uncounted' }

/** The week or month that a date is in. */
export const calendarPeriod = (kind: 'weekly' | 'monthly', date: string, weekStart: number): Range =>
  kind === 'weekly' ? weekOf(date, weekStart) : { from: monthStart(monthOf(date)), to: monthEnd(monthOf(date)) }

const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)

type Life = {
  /** The goal's first day: its start, else the day on which it was made. */
  start: string
  today: string
  /** The first date of interest: periods that end before it are left out. */
  since: string
}

/** A goal's periods in order, up to the present one, by the rules that held; `rules` in the order of their dates. */
export const periodsOf = (rules: Rule[], { start, today, since }: Life): Period[] => {
  const periods: Period[] = []
  for (const [index, { from_date, kind, target_minutes, week_start }] of rules.entries()) {
    if (target_minutes === null || (kind !== 'weekly' && kind !== 'monthly')) continue
    const next = rules[index + 1]?.from_date
    const last = next === undefined ? '9999' : addDays(next, -1)
    let date = later(from_date, later(start, since))
    while (date <= today && date <= last) {
      const calendar = calendarPeriod(kind, date, week_start)
      const [from, to] = [later(calendar.from, from_date), earlier(calendar.to, last)]
      const whole = from === calendar.from && to === calendar.to && start <= from
      periods.push({ from, to, kind, target_seconds: target_minutes * 60, whole })
      date = addDays(calendar.to, 1)
    }
  }
  return periods
}

/** How a period came out with so many seconds in it. */
export const outcome = (period: Period, seconds: number, today: string): Outcome => {
  const state =
    seconds >= period.target_seconds ? 'met' : period.to >= today ? 'open' : period.whole ? 'missed' : 'uncounted'
  return { ...period, seconds, state }
}

/** A goal's record: its last periods that count, and how many of those were met. */
export type Tally = { kind: 'weekly' | 'monthly'; counted: Outcome[]; met: number }

/** The tally of the last periods, at most `limit`, without the present one; null when none counts yet. */
export const tally = (outcomes: Outcome[], today: string, limit: number): Tally | null => {
  const counted = outcomes
    .filter(({ to, state }) => to < today && (state === 'met' || state === 'missed'))
    .slice(-limit)
  const last = counted.at(-1)
  return last ? { kind: last.kind, counted, met: counted.filter(({ state }) => state === 'met').length } : null
}

/** How many periods were met one after the other up to now; the present one counts when it is met, and ends nothing. */
export const metInARow = (outcomes: Outcome[]) => {
  const counted = outcomes.filter(({ state }) => state === 'met' || state === 'missed')
  return counted.length - 1 - counted.findLastIndex(({ state }) => state === 'missed')
}
