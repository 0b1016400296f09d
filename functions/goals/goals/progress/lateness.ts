import { roundFloat } from '../../../ledger/counting'
import { freeDay } from '../../../ledger/streaks'
import { datesBetween, daysBetween, type Range } from '../../../lib/time/days'
import { type GoalRow, isOpenGoal } from '../schema'
import type { Measure } from './measure'
import { type Calendar, calendarOf, type Pace } from './pace'
import type { GoalRule } from './rule'

/** `overdue`: the target date has passed. `behind`: the goal lags behind its plan before that date. */
export type Lateness = {
  state: 'on_track' | 'behind' | 'overdue'
  /** Days late; 0 on track. For a period, in working days. */
  days: number
  /** Amount missing from a period by now, or above its limit, in the goal's unit; null for goals without periods. */
  missing: number | null
  /** True if `missing` is the amount above a limit. */
  over?: boolean
  /** Percentage of the target that is due by now. */
  due: number
}

const onTrack = (due: number): Lateness => ({ state: 'on_track', days: 0, missing: null, due })

/** Days that a goal may lag without being late: two, or a twentieth of its plan if that is more. */
const graceDays = (planDays: number) => Math.max(2, planDays / 20)

type Plan = { start: string; target_date: string; done: number }

/**
 * Compares the share done with the share of days passed between start and target date. The days late come from the
 * forecast; without a forecast, from the lag.
 */
const planLateness = ({ start, target_date, done }: Plan, pace: Pace, today: string): Lateness => {
  const planDays = Math.max(1, daysBetween(start, target_date) + 1)
  const passed = Math.max(0, daysBetween(start, today))
  const due = Math.min(100, (100 * passed) / planDays)
  const lag = passed - done * planDays
  if (pace.on_course || lag <= graceDays(planDays)) return onTrack(due)
  const days = pace.done_on === null ? Math.ceil(lag) : daysBetween(target_date, pace.done_on)
  return { state: 'behind', days, missing: null, due }
}

type Period = Range & { reached: number; rule: GoalRule; start: string }

/** Spreads the target over the period's working days. The goal is behind if more than one day's share is missing. */
export const periodLateness = (period: Period, { today, ...days }: Calendar): Lateness | null => {
  const { from, to, start, reached, rule } = period
  const { target } = rule
  if (rule.direction === 'at_most') {
    if (reached <= target) return onTrack(0)
    return { state: 'behind', days: 0, missing: roundFloat(reached - target), over: true, due: 0 }
  }
  const free = calendarOf(rule, { today, ...days })
  const working = datesBetween(from, to).filter((date) => date >= start && !freeDay(date, free))
  const passed = working.filter((date) => date < today).length
  const due = working.length > 0 ? (100 * passed) / working.length : 0
  if (reached >= target) return onTrack(due)
  if (working.length === 0) return null
  const share = target / working.length
  const missing = roundFloat(passed * share - reached)
  // Times are counted whole.
  const whole = rule.measure === 'time' ? Math.ceil(missing) : Math.floor(missing)
  if (missing <= roundFloat(share) || whole < 1) return onTrack(due)
  return { state: 'behind', days: Math.ceil(missing / share), missing: whole, due }
}

const hasBegun = (goal: GoalRow, { percent, seconds }: Measure, start: string, today: string) =>
  start <= today && (goal.status === 'in_progress' || goal.start_date !== null || percent > 0 || seconds > 0)

const doneShare = ({ basis, seconds, percent }: Measure) => {
  if (basis.from === 'times') return Math.min(1, basis.reached / basis.target)
  return basis.from === 'time' ? Math.min(1, seconds / basis.target_seconds) : percent / 100
}

/** Lateness of a goal that has begun and not ended; null without a date. @param start the goal's first day */
export const latenessOf = (
  goal: GoalRow,
  measure: Measure,
  pace: Pace | null,
  start: string,
  calendar: Calendar,
): Lateness | null => {
  const { today } = calendar
  const { target_date } = goal
  if (!isOpenGoal(goal.status) || pace === null) return null
  if (target_date !== null && target_date < today) {
    return { state: 'overdue', days: daysBetween(target_date, today), missing: null, due: 100 }
  }
  if (!hasBegun(goal, measure, start, today)) return null
  if (measure.basis.from === 'period') return periodLateness({ ...measure.basis.period, start }, calendar)
  return target_date === null ? null : planLateness({ start, target_date, done: doneShare(measure) }, pace, today)
}
