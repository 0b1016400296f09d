import type { Per } from './fields'
import { type EditedGoal, type GoalRow, type GoalValues, type ListedGoal, periodOf } from './schema'

/** True for a period that no kind says. */
const isOwnPeriod = (unit: Per | null) => unit === 'day' || unit === 'quarter' || unit === 'year'

/** The kind that older clients know for a period. */
const kindOfPer = (unit: Per, kind: GoalRow['kind']) => {
  if (unit === 'week') return 'weekly'
  if (unit === 'month') return 'monthly'
  return kind === 'rotation' ? kind : 'open'
}

/** A goal with the period that its form asks for, also where its kind says it. */
export const withAsked = (goal: ListedGoal): EditedGoal => ({ ...goal, period: periodOf(goal) ?? 'once' })

/** The measures of a goal that need other columns than time does; a column that its measure does not need is empty. */
export const settled = <V extends GoalValues>(values: V): V => {
  const { progress_source: source, times_of, target_minutes } = values
  const isOfTimes = source === 'times'
  const isOfTime = source === 'time' || (source === 'auto' && target_minutes !== null)
  const ways = isOfTimes ? (times_of ?? 'ticks') : null
  return {
    ...values,
    kind: values.period === null ? values.kind : kindOfPer(values.period, values.kind),
    // The kind says the others.
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
