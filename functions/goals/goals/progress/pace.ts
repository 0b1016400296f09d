import { roundFloat } from '../../../ledger/counting'
import { type FreeDays, freeDay } from '../../../ledger/streaks'
import { addDays, datesBetween, daysBetween, type Range } from '../../../lib/time/days'
import type { GoalRule } from './rule'

/** Maximum length of a forecast: five years, in days. */
const forecastDays = 1_826

export type Calendar = FreeDays & { today: string }

/**
 * `reached`: nothing is left. `overdue`: the target date has passed. `not_begun`: the start is in the future.
 * `no_days_left`: only rest days and days off remain. `under_way`: all other goals.
 */
type PaceState = 'reached' | 'overdue' | 'not_begun' | 'no_days_left' | 'under_way'

export type Pace = {
  state: PaceState
  /** Remaining amount to the target or limit, in the goal's unit; null if progress is a percentage. */
  left: number | null
  /** Amount needed per working day to finish on time, and the number of working days. */
  needs: number | null
  days: number
  /** Forecast date of completion at the current rate; null without a forecast. */
  done_on: string | null
  /** True if reached, or forecast to be reached in time. */
  on_course: boolean
}

/** Number of working days from today or a later `start` to `until`, both included, without rest days and days off. */
export const workingDays = (until: string, { today, ...free }: Calendar, start = today) =>
  datesBetween(start > today ? start : today, until).filter((date) => !freeDay(date, free)).length

type Span = { until: string | null; start: string }

const stateOf = (isReached: boolean, { until, start }: Span, calendar: Calendar): PaceState => {
  if (isReached) return 'reached'
  if (until !== null && until < calendar.today) return 'overdue'
  if (start > calendar.today) return 'not_begun'
  return until !== null && workingDays(until, calendar, start) === 0 ? 'no_days_left' : 'under_way'
}

/** Working days left for the remaining amount; 0 if nothing remains or no end date is set. */
const daysLeft = (remaining: number, { until, start }: Span, calendar: Calendar) =>
  remaining <= 0 || until === null || until < calendar.today ? 0 : workingDays(until, calendar, start)

/** Date when `remaining` is done at the rate of `done` in `days` days. Null on the first day, which gives no rate. */
const forecast = (remaining: number, done: number, days: number, today: string) => {
  if (remaining <= 0 || done <= 0 || days < 2) return null
  const ahead = Math.ceil((remaining * days) / done)
  return ahead <= forecastDays ? addDays(today, ahead) : null
}

type OnceGoal = {
  /** Seconds or number of times. */
  reached: number
  target: number
  target_date: string | null
  /** The goal's first day. */
  start: string
  /** Amount reached since `rateFrom`. */
  recent: number
}

/** Number of days over which the rate is computed, including today. */
const rateDays = 28

/** First day over which the rate is computed; not before the goal's first day. */
export const rateStart = (start: string, today: string) => {
  const first = addDays(today, 1 - rateDays)
  return start > first ? start : first
}

/**
 * needs = (target − reached) / working days from today, or from a later start, up to the target date;
 * done on = today + (target − reached) / (reached in the last 28 days / 28), rounded up to whole days.
 */
export const oncePace = ({ reached, target, target_date, start, recent }: OnceGoal, calendar: Calendar): Pace => {
  const remaining = roundFloat(target - reached)
  const days = daysBetween(rateStart(start, calendar.today), calendar.today) + 1
  const done_on = forecast(remaining, recent, days, calendar.today)
  return inTime(remaining, done_on, { until: target_date, start }, calendar)
}

type PeriodGoal = Range & { reached: number; rule: GoalRule; start: string }

/** Calendar of a rule: weekdays that the rule does not count are rest days. */
export const calendarOf = ({ on_days }: Pick<GoalRule, 'on_days'>, calendar: Calendar): Calendar =>
  on_days === null
    ? calendar
    : { ...calendar, restDays: [1, 2, 3, 4, 5, 6, 7].filter((day) => !on_days.includes(String(day))) }

/**
 * needs = (target − reached in the period) / working days from today, or from a later start, up to the period's end. A limit
 * needs nothing.
 */
export const periodPace = ({ to, reached, rule, start }: PeriodGoal, calendar: Calendar): Pace => {
  const left = roundFloat(rule.target - reached)
  if (rule.direction === 'at_least') return inTime(left, null, { until: to, start }, calendarOf(rule, calendar))
  return { state: 'under_way', left: Math.max(0, left), needs: null, days: 0, done_on: null, on_course: left >= 0 }
}

/** Amount per day, rounded up: to whole seconds or times, else to three decimals. */
const eachDay = (remaining: number, days: number, isWhole: boolean) =>
  isWhole ? Math.ceil(remaining / days) : Math.ceil(roundFloat((remaining * 1000) / days)) / 1000

const isInTime = (done_on: string | null, until: string | null) =>
  done_on !== null && until !== null && done_on <= until

const inTime = (remaining: number, done_on: string | null, span: Span, calendar: Calendar): Pace => {
  const on_course = remaining <= 0 || isInTime(done_on, span.until)
  const days = on_course ? 0 : daysLeft(remaining, span, calendar)
  const needs = days > 0 ? eachDay(remaining, days, Number.isInteger(remaining)) : null
  const state = stateOf(remaining <= 0, span, calendar)
  return { state, left: Math.max(0, remaining), needs, days, done_on, on_course }
}

type PercentGoal = { percent: number; target_date: string | null; start: string }

/** done on = today + (100 − percent) / (percent / days since the start, today included), rounded up to whole days. */
export const percentPace = ({ percent, target_date, start }: PercentGoal, calendar: Calendar): Pace => {
  const { today } = calendar
  const done_on = forecast(100 - percent, percent, daysBetween(start, today) + 1, today)
  const on_course = percent >= 100 || isInTime(done_on, target_date)
  const state = stateOf(percent >= 100, { until: target_date, start }, calendar)
  return { state, left: null, needs: null, days: 0, done_on, on_course }
}

type ValueGoal = PercentGoal & Record<'now' | 'value_from' | 'value_to', number>

/** Pace of a rising or falling value: the amount to the target, in all and per working day. */
export const valuePace = ({ now, value_from, value_to, ...goal }: ValueGoal, calendar: Calendar): Pace => {
  const left = Math.max(0, roundFloat(value_to < value_from ? now - value_to : value_to - now))
  const days = daysLeft(left, { until: goal.target_date, start: goal.start }, calendar)
  return { ...percentPace(goal, calendar), left, days, needs: days > 0 ? eachDay(left, days, false) : null }
}

/** Rounds seconds up for display: to the minute, above ten minutes to five. */
export const roundedNeed = (seconds: number) => {
  const minutes = Math.ceil(seconds / 60)
  return (minutes > 10 ? Math.ceil(minutes / 5) * 5 : minutes) * 60
}
