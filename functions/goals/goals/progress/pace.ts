import { type FreeDays, freeDay } from '../../../ledger/streaks'
import { addDays, datesBetween, daysBetween } from '../../../lib/time/days'

/** Forecasts end after five years, in days. */
const forecastDays = 1_826

export type Calendar = FreeDays & { today: string }

/**
 * `reached`: nothing is left; `overdue`: the target date has passed; `not_begun`: the start is to come; `no_days_left`:
 * only rest days and days off remain; else `under_way`.
 */
type PaceState = 'reached' | 'overdue' | 'not_begun' | 'no_days_left' | 'under_way'

export type Pace = {
  state: PaceState
  /** Seconds left to the target time; null when progress isn't measured by time. */
  left: number | null
  /** Seconds a working day that are needed to be in time. */
  needs: number | null
  /** The forecast at the current rate. */
  done_on: string | null
  /** Reached, or forecast to be reached in time. */
  on_course: boolean
}

/** Counts the days to `until`, from today or a later `start`, both included, that are neither rest days nor days off. */
export const workingDays = (until: string, { today, ...free }: Calendar, start = today) =>
  datesBetween(start > today ? start : today, until).filter((date) => !freeDay(date, free)).length

type Span = { until: string | null; start: string }

const stateOf = (isReached: boolean, { until, start }: Span, calendar: Calendar): PaceState => {
  if (isReached) return 'reached'
  if (until !== null && until < calendar.today) return 'overdue'
  if (start > calendar.today) return 'not_begun'
  return until !== null && workingDays(until, calendar, start) === 0 ? 'no_days_left' : 'under_way'
}

/** The remaining seconds divided by the working days left, rounded up; null without one of them. */
const needsADay = (remaining: number, { until, start }: Span, calendar: Calendar) => {
  if (remaining <= 0 || until === null || until < calendar.today) return null
  const days = workingDays(until, calendar, start)
  return days > 0 ? Math.ceil(remaining / days) : null
}

/** The date when `remaining` is done, at the rate of `done` in `days` days; the first day alone tells no rate. */
const forecast = (remaining: number, done: number, days: number, today: string) => {
  if (remaining <= 0 || done <= 0 || days < 2) return null
  const ahead = Math.ceil((remaining * days) / done)
  return ahead <= forecastDays ? addDays(today, ahead) : null
}

type TimeGoal = {
  seconds: number
  target_seconds: number
  target_date: string | null
  /** The goal's first day. */
  start: string
  /** Seconds tracked since `rateFrom`. */
  recent: number
}

/** The rate of tracked time is taken over this many days, today included. */
const rateDays = 28

/** The first day that the rate of tracked time is taken over; never before the goal's own first day. */
export const rateFrom = (start: string, today: string) => {
  const first = addDays(today, 1 - rateDays)
  return start > first ? start : first
}

/**
 * needs = (planned − tracked) / working days from today, or from a later start, up to the target date;
 * done on = today + (planned − tracked) / (seconds of the last 28 days / 28), rounded up to whole days.
 */
export const timePace = (
  { seconds, target_seconds, target_date, start, recent }: TimeGoal,
  calendar: Calendar,
): Pace => {
  const remaining = target_seconds - seconds
  const days = daysBetween(rateFrom(start, calendar.today), calendar.today) + 1
  const done_on = forecast(remaining, recent, days, calendar.today)
  return inTime(remaining, done_on, { until: target_date, start }, calendar)
}

type PeriodGoal = { to: string; seconds: number; target_seconds: number; start: string }

/** needs = (target − tracked in the period) / working days from today, or from a later start, up to the period's end. */
export const periodPace = ({ to, seconds, target_seconds, start }: PeriodGoal, calendar: Calendar): Pace =>
  inTime(target_seconds - seconds, null, { until: to, start }, calendar)

const isInTime = (done_on: string | null, until: string | null) =>
  done_on !== null && until !== null && done_on <= until

const inTime = (remaining: number, done_on: string | null, span: Span, calendar: Calendar): Pace => {
  const on_course = remaining <= 0 || isInTime(done_on, span.until)
  const needs = on_course ? null : needsADay(remaining, span, calendar)
  const state = stateOf(remaining <= 0, span, calendar)
  return { state, left: Math.max(0, remaining), needs, done_on, on_course }
}

type PercentGoal = { percent: number; target_date: string | null; start: string }

/** done on = today + (100 − percent) / (percent / days since the start, today included), rounded up to whole days. */
export const percentPace = ({ percent, target_date, start }: PercentGoal, calendar: Calendar): Pace => {
  const { today } = calendar
  const done_on = forecast(100 - percent, percent, daysBetween(start, today) + 1, today)
  const on_course = percent >= 100 || isInTime(done_on, target_date)
  const state = stateOf(percent >= 100, { until: target_date, start }, calendar)
  return { state, left: null, needs: null, done_on, on_course }
}

/** Rounds seconds up for display: to the minute, above ten minutes to five. */
export const roundedNeed = (seconds: number) => {
  const minutes = Math.ceil(seconds / 60)
  return (minutes > 10 ? Math.ceil(minutes / 5) * 5 : minutes) * 60
}
