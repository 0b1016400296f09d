import { z } from 'zod'
import { type AmountsOf, type CountedSource, type DayAmount, roundFloat } from '../../../ledger/counting'
import { hasAppSubject, subjectsIn } from '../../../ledger/goal-tree'
import { isoWeekday, type Range } from '../../../lib/time/days'
import { type PeriodUnit, periodUnit } from '../fields'
import { GoalRow, periodOf, targetOf } from '../schema'

/** Rule by which a goal counts in each of its periods. Stored in `goal_targets.rule`. */
export const GoalRule = z.object({
  measure: z.enum(['time', 'times']),
  times_of: GoalRow.shape.times_of,
  counts: z.string().nullable(),
  direction: GoalRow.shape.direction,
  period: periodUnit,
  /** Seconds for time, else number of times. */
  target: z.number().positive(),
  on_days: z.string().nullable(),
  day_seconds: z.int().nullable(),
})
export type GoalRule = z.infer<typeof GoalRule>

/** Columns of a goal that define what it counts. */
export type CountingColumns = Pick<
  GoalRow,
  | ('kind' | 'period' | 'progress_source' | 'target_minutes' | 'target' | 'times_of')
  | ('counts' | 'direction' | 'on_days' | 'day_seconds')
>

/** Subjects that a goal counts, their unit and the weekdays. Independent of the goal's period. */
export type GoalCounting = Pick<GoalRule, 'measure' | 'times_of' | 'counts' | 'on_days' | 'day_seconds'>

export const countingOfGoal = ({
  progress_source,
  times_of,
  counts,
  on_days,
  day_seconds,
}: CountingColumns): GoalCounting => ({
  measure: progress_source === 'times' ? 'times' : 'time',
  times_of,
  counts,
  on_days,
  day_seconds,
})

/** Rule of a goal's current periods; null for a goal that is reached once or has no target. */
export const ruleOf = (goal: CountingColumns): GoalRule | null => {
  const [period, target] = [periodOf(goal), targetOf(goal)]
  return period === null || target === null
    ? null
    : { ...countingOfGoal(goal), direction: goal.direction, period, target }
}

/** Rule for time of the goal's own sessions per week or month. It is stored in columns, without JSON. */
export const plainRule = (period: PeriodUnit, target_minutes: number): GoalRule => ({
  measure: 'time',
  times_of: null,
  counts: null,
  direction: 'at_least',
  on_days: null,
  day_seconds: null,
  period,
  target: target_minutes * 60,
})

const isPlain = ({ period, target, ...rule }: GoalRule) =>
  (period === 'week' || period === 'month') &&
  JSON.stringify({ ...plainRule(period, target / 60), ...rule }) === JSON.stringify(plainRule(period, target / 60))

/** Columns of `goal_targets` that store a rule. */
export const columnsOfRule = (rule: GoalRule | null) => {
  if (rule === null) return { kind: 'open', target_minutes: null, rule: null } as const
  if (!isPlain(rule)) return { kind: 'open', target_minutes: null, rule: JSON.stringify(rule) } as const
  return { kind: rule.period === 'week' ? 'weekly' : 'monthly', target_minutes: rule.target / 60, rule: null } as const
}

export type StoredRule = Pick<GoalRow, 'kind' | 'target_minutes'> & { rule: string | null }

export const parseGoalRule = ({ kind, target_minutes, rule }: StoredRule): GoalRule | null => {
  if (rule !== null) return GoalRule.parse(JSON.parse(rule))
  if (target_minutes === null || (kind !== 'weekly' && kind !== 'monthly')) return null
  return plainRule(kind === 'weekly' ? 'week' : 'month', target_minutes)
}

/** Source of the amounts that a goal or a rule counts. */
export const countedSource = ({ measure, times_of, counts }: GoalCounting): CountedSource => {
  if (measure === 'times' && times_of !== 'days' && times_of !== null) return times_of
  return subjectsIn(counts).some(hasAppSubject) ? 'apps' : 'sessions'
}

const amountOf = ({ measure, times_of, day_seconds }: GoalCounting, { seconds, count }: DayAmount) => {
  if (measure === 'time') return seconds
  return times_of === 'days' ? Number(seconds >= (day_seconds ?? 1)) : count
}

/**
 * Counted amount in a range: seconds, or a number of times. @param subjects of the goal and all goals below it
 */
export const reachedAmount = (way: GoalCounting, subjects: string[], amounts: AmountsOf, { from, to }: Range) => {
  let sum = 0
  for (const day of amounts(countedSource(way), subjects)) {
    if (day.date < from || day.date > to) continue
    if (way.on_days === null || way.on_days.includes(String(isoWeekday(day.date)))) sum += amountOf(way, day)
  }
  return roundFloat(sum)
}
