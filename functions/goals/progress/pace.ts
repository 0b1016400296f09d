import { type FreeDays, freeDay } from '../../ledger/free-days'
import { addDays, datesBetween, daysBetween } from '../../lib/days'

/** A date further off than this many days is no forecast: five years. */
const forecastDays = 1_826

/** Whose days they are: today, and the days without work. */
export type Calendar = FreeDays & { today: string }

/** How much a day is needed, in seconds, and when the goal would be reached as things go. */
export type Pace = {
  needs: number | null
  done_on: string | null
  /** Reached, or reached in time at this rate. */
  on_course: boolean
}

/** The days from today to `until`, both included, that are neither rest days nor days off. */
export const workingDays = (until: string, { today, ...free }: Calendar) =>
  datesBetween(today, until).filter((date) => !freeDay(date, free)).length

/** What is left, divided by the working days left; null when nothing is left, or no such day. In whole units, rounded up. */
const needsADay = (remaining: number, until: string | null, calendar: Calendar) => {
  if (remaining <= 0 || until === null || until < calendar.today) return null
  const days = workingDays(until, calendar)
  return days > 0 ? Math.ceil(remaining / days) : null
}

/** Today and as many days as what is left takes at `done` in `days` days; null beyond five years. */
const forecast = (remaining: number, done: number, days: number, today: string) => {
  if (remaining <= 0 || done <= 0 || days <= 0) return null
  const ahead = Math.ceil((remaining * days) / done)
  return ahead <= forecastDays ? addDays(today, ahead) : null
}

type TimeGoal = {
  seconds: number
  target_seconds: number
  target_date: string | null
  /** The goal's first day. */
  start: string
  /** The seconds of its last 28 days, or of all since its start where that is not so long ago. */
  recent: number
}

/** How many days back the rate of tracked time looks, today among them. */
const rateDays = 28

/** The first of the days over which the rate of tracked time is taken. */
export const rateFrom = (start: string, today: string) => {
  const first = addDays(today, 1 - rateDays)
  return start > first ? start : first
}

/**
 * needs = (planned − tracked) / working days up to the target date, today included;
 * done on = today + (planned − tracked) / (seconds of the last 28 days / 28), rounded up to whole days.
 */
export const timePace = (
  { seconds, target_seconds, target_date, start, recent }: TimeGoal,
  calendar: Calendar,
): Pace => {
  const remaining = target_seconds - seconds
  const days = daysBetween(rateFrom(start, calendar.today), calendar.today) + 1
  return inTime(remaining, target_date, forecast(remaining, recent, days, calendar.today), calendar)
}

/** needs = (target − tracked in the period) / working days up to the period's end, today included. */
export const periodPace = (period: { to: string; seconds: number; target_seconds: number }, calendar: Calendar): Pace =>
  inTime(period.target_seconds - period.seconds, period.to, null, calendar)

const inTime = (remaining: number, until: string | null, done_on: string | null, calendar: Calendar): Pace => {
  const on_course = remaining <= 0 || (done_on !== null && until !== null && done_on <= until)
  return { needs: on_course ? null : needsADay(remaining, until, calendar), done_on, on_course }
}

/** done on = today + (100 − percent) / (percent / days since the start, today included), rounded up to whole days. */
export const percentPace = (
  { progress, target_date, start }: { progress: number; target_date: string | null; start: string },
  today: string,
): Pace => {
  const done_on = forecast(100 - progress, progress, daysBetween(start, today) + 1, today)
  const on_course = progress >= 100 || (done_on !== null && target_date !== null && done_on <= target_date)
  return { needs: null, done_on, on_course }
}

/** Seconds a day as they are said: to the minute, above ten minutes to the next five; rounded up. In seconds. */
export const roundedNeed = (seconds: number) => {
  const minutes = Math.ceil(seconds / 60)
  return (minutes > 10 ? Math.ceil(minutes / 5) * 5 : minutes) * 60
}
