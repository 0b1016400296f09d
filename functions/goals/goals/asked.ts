import { countsOf, subjectsIn } from '../../ledger/goal-tree'
import {
  type Asked,
  countFields,
  type EditedGoal,
  type GoalRow,
  type GoalValues,
  type ListedGoal,
  newGoalValues,
  type Per,
  periodOf,
} from './schema'

/** True for a period that no kind says. */
const isOwnPeriod = (unit: Per | null) => unit === 'day' || unit === 'quarter' || unit === 'year'

/** The kind that older clients know for a period. */
const kindOfPer = (unit: Per, kind: GoalRow['kind']) => {
  if (unit === 'week') return 'weekly'
  if (unit === 'month') return 'monthly'
  return kind === 'rotation' ? kind : 'open'
}

/** A goal with what its form asks for in place of columns. */
export const withAsked = (goal: ListedGoal): EditedGoal => {
  const counted = subjectsIn(goal.counts) ?? []
  return {
    ...goal,
    period: periodOf(goal) ?? 'once',
    ...Object.fromEntries(countFields.map((name, index) => [name, counted[index] ?? ''])),
  }
}

/** The columns that a form asks for otherwise; its fields that are missing leave them as they are. */
export const askedOf = (values: Asked & Partial<GoalValues>, before: GoalValues = newGoalValues) => {
  const isAsked = countFields.some((name) => values[name] !== undefined)
  const counted = subjectsIn(before.counts) ?? []
  const chosen = countFields.flatMap((name, index) => values[name] ?? counted[index] ?? [])
  const subjects = [...chosen.filter(Boolean), ...counted.slice(countFields.length)]
  return isAsked ? { counts: countsOf(subjects) } : {}
}

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
