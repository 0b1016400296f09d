import type { Per } from './fields'
import { type EditedGoal, type GoalRow, type GoalValues, type ListedGoal, periodOf } from './schema'

/** True for a period that needs its own column because no `kind` implies it. */
const isOwnPeriod = (unit: Per | null) => unit === 'day' || unit === 'quarter' || unit === 'year'

/** The `kind` that stands for a period. Only older clients use `kind`. */
const kindOfPer = (unit: Per, kind: GoalRow['kind']) => {
  if (unit === 'week') return 'weekly'
  if (unit === 'month') return 'monthly'
  return kind === 'rotation' ? kind : 'open'
}

/** Sets the period that a goal's kind implies, for its form. */
export const withPeriod = (goal: ListedGoal): EditedGoal => ({ ...goal, period: periodOf(goal) ?? 'once' })

/** Clears the columns that the goal's measure does not use, and derives `kind` from the period. */
export const emptyUnusedMeasures = <V extends GoalValues>(values: V): V => {
  const { progress_source: source, times_of, target_minutes } = values
  const isOfTimes = source === 'times'
  const isOfTime = source === 'time' || (source === 'auto' && target_minutes !== null)
  const ways = isOfTimes ? (times_of ?? 'ticks') : null
  return {
    ...values,
    kind: values.period === null ? values.kind : kindOfPer(values.period, values.kind),
    // Week, month and once are implied by `kind`.
    period: isOwnPeriod(values.period) ? values.period : null,
    times_of: ways,
    counts: isOfTime || (isOfTimes && ways !== 'ticks') ? values.counts : null,
    direction: isOfTime || isOfTimes ? values.direction : 'at_least',
    on_days: isOfTime || isOfTimes ? values.on_days : null,
    target: isOfTimes || source === 'value' ? values.target : null,
    target_minutes: isOfTimes || source === 'value' ? null : target_minutes,
    unit: source === 'value' || ways === 'ticks' ? values.unit : null,
    start_value: source === 'value' ? values.start_value : null,
    day_seconds: ways === 'days' ? values.day_seconds : null,
  }
}
