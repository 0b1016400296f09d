import { freeDay } from '../../../ledger/streaks'
import { datesBetween, daysBetween, type Range } from '../../../lib/time/days'
import { type GoalRow, isOpen } from '../schema'
import type { Measure } from './measure'
import type { Calendar, Pace } from './pace'

/** `overdue`: the target date has passed. `behind`: before it, the goal lags behind its plan. */
export type Lateness = {
  state: 'on_track' | 'behind' | 'overdue'
  /** 0 on track; of a period its working days. */
  days: number
  /** Missing from a period by now; null for other goals. */
  seconds: number | null
  /** Percentage that is due by now. */
  due: number
}

const onTrack = (due: number): Lateness => ({ state: 'on_track', days: 0, seconds: null, due })

/** A goal is on track until it lags by more than two days, and by more than a twentieth of its plan. */
const graceDays = (planDays: number) => Math.max(2, planDays / 20)

type Plan = { start: string; target_date: string; done: number }

/**
 * Compares the share that is done with the share of days from the start to the target date that have passed. A late
 * forecast says by how many days; without one, the lag does.
 */
const planLateness = ({ start, target_date, done }: Plan, pace: Pace, today: string): Lateness => {
  const planDays = Math.max(1, daysBetween(start, target_date) + 1)
  const passed = Math.max(0, daysBetween(start, today))
  const due = Math.min(100, (100 * passed) / planDays)
  const lag = passed - done * planDays
  if (pace.on_course || lag <= graceDays(planDays)) return onTrack(due)
  const days = pace.done_on === null ? Math.ceil(lag) : daysBetween(target_date, pace.done_on)
  return { state: 'behind', days, seconds: null, due }
}

type Period = Range & { seconds: number; target_seconds: number; start: string }

/** Spreads the target over the working days of the period; more than one day's share missing is behind. */
export const periodLateness = (period: Period, { today, ...free }: Calendar): Lateness | null => {
  const { from, to, start, seconds, target_seconds } = period
  const working = datesBetween(from, to).filter((date) => date >= start && !freeDay(date, free))
  const passed = working.filter((date) => date < today).length
  const due = working.length > 0 ? (100 * passed) / working.length : 0
  if (seconds >= target_seconds) return onTrack(due)
  if (working.length === 0) return null
  const share = target_seconds / working.length
  const missing = passed * share - seconds
  if (missing <= share) return onTrack(due)
  return { state: 'behind', days: Math.ceil(missing / share), seconds: Math.ceil(missing), due }
}

const hasBegun = (goal: GoalRow, { percent, seconds }: Measure, start: string, today: string) =>
  start <= today && (goal.status === 'in_progress' || goal.start_date !== null || percent > 0 || seconds > 0)

const doneShare = ({ basis, seconds, percent }: Measure) =>
  basis.from === 'time' ? Math.min(1, seconds / basis.target_seconds) : percent / 100

/** null for a goal that has ended, has not begun, or has no date to be late for. @param start the goal's first day */
export const latenessOf = (
  goal: GoalRow,
  measure: Measure,
  pace: Pace | null,
  start: string,
  calendar: Calendar,
): Lateness | null => {
  const { today } = calendar
  const { target_date } = goal
  if (!isOpen(goal.status) || pace === null) return null
  if (target_date !== null && target_date < today) {
    return { state: 'overdue', days: daysBetween(target_date, today), seconds: null, due: 100 }
  }
  if (!hasBegun(goal, measure, start, today)) return null
  if (measure.basis.from === 'period') return periodLateness({ ...measure.basis.period, start }, calendar)
  return target_date === null ? null : planLateness({ start, target_date, done: doneShare(measure) }, pace, today)
}
