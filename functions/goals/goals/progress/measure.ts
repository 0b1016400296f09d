import { roundFloat } from '../../../ledger/counting'
import { goalSubtree } from '../../../ledger/goal-tree'
import { progressOf as progressOfPlan } from '../../../ledger/plans'
import type { Range } from '../../../lib/time/days'
import type { PeriodUnit } from '../fields'
import { type GoalRow, targetOf } from '../schema'
import { lastDate } from './periods'
import { type CountingColumns, countingOfGoal, type GoalCounting, type GoalRule, ruleOf } from './rule'

/** Columns of a goal from which its progress is computed. */
export type ProgressColumns = Pick<
  GoalRow,
  | 'id'
  | 'parent_id'
  | 'status'
  | 'progress_percentage'
  | 'plan_id'
  | 'start_value'
  | 'unit'
  | 'start_date'
  | 'created_on'
> &
  CountingColumns &
  Counted

export type Counted = {
  /** All time tracked on the goal itself, without its subgoals. */
  own_seconds: number
  /** Number of milestones, and of reached ones. Both are 0 if progress is set by hand. */
  milestones: number
  reached: number
  /** Counts of the plan that measures the goal. */
  plan: MeasuringPlan | null
  /** The latest noted value. */
  value: number | null
}

type MeasuringPlan = { title: string; deleted: 0 | 1 } & Parameters<typeof progressOfPlan>[0]

/** Progress by time. Milestones are shown next to it but do not count. */
type Time = { from: 'time'; target_seconds: number; steps: number; done: number }

/** Progress by milestones and subgoals (`parts`). `target_seconds`: target time, which does not count. */
type Milestones = { from: 'milestones'; steps: number; parts: number; done: number; target_seconds: number | null }

/** Source of a goal's progress, with the figures that the page shows next to the percentage. */
type Basis =
  | { from: 'completed' }
  | { from: 'period'; period: Range & { rule: GoalRule; reached: number } }
  | Time
  | { from: 'times'; reached: number; target: number }
  | { from: 'value'; now: number; start: number; target: number }
  | Milestones
  | { from: 'parts'; parts: number }
  /** `chunks`: number of chunks without skipped ones. */
  | { from: 'plan'; id: string; title: string; deleted: boolean; chunks: number; done: number }
  | { from: 'manual' }

export type Measure = {
  /** Whole percent, 0 to 100. */
  percent: number
  /** Counted time: of the goal and all its subgoals, or of the subjects that it counts. */
  seconds: number
  own_seconds: number
  basis: Basis
}

/** One or more trees of goals that are not deleted. */
type Family<M extends ProgressColumns = ProgressColumns> = { byId: Map<string, M>; parts: Map<string | null, M[]> }

export const familyOf = <M extends ProgressColumns>(members: M[]): Family<M> => ({
  byId: new Map(members.map((member) => [member.id, member])),
  parts: Map.groupBy(members, ({ parent_id }) => parent_id),
})

/** Ids of a goal and all its subgoals at any depth; empty if the goal is not in the family. */
export const subtreeIds = ({ byId, parts }: Family, id: string) => (byId.has(id) ? goalSubtree(parts, id) : [])

const sourceOf = ({ progress_source, milestones }: ProgressColumns) => {
  if (progress_source !== 'auto') return progress_source
  return milestones > 0 ? 'milestones' : 'time'
}

const wholePercent = (percent: number) => Math.min(100, Math.max(0, Math.floor(roundFloat(percent))))

const percentOf = (part: number, whole: number) => (whole > 0 ? wholePercent((100 * part) / whole) : 0)

type Progress = Pick<Measure, 'percent' | 'basis'>

const timeProgress = ({ milestones, reached }: ProgressColumns, seconds: number, target_seconds: number): Progress => ({
  percent: percentOf(seconds, target_seconds),
  basis: { from: 'time', target_seconds, steps: milestones, done: reached },
})

const planProgress = (id: string, plan: MeasuringPlan): Progress => {
  const { title, deleted, chunk_count, skipped_count, completed_count } = plan
  const counts = { chunks: chunk_count - skipped_count, done: completed_count }
  return { percent: progressOfPlan(plan), basis: { from: 'plan', id, title, deleted: deleted === 1, ...counts } }
}

/** Percentage of the way from the start to the target, which may be below the start. */
export const percentOfValue = (now: number, start: number, target: number) =>
  target === start ? 100 : wholePercent((100 * (now - start)) / (target - start))

/** Returns the amount counted for a goal in a range, in the goal's unit. */
export type CountReached = (goal: Pick<ProgressColumns, 'id'>, way: GoalCounting, range: Range) => number

/**
 * Measures the goals of a family. The first of these that applies is the progress: 100 if completed; that of the
 * current period; rolled-up time or times against the target; a value; the chunks of a plan; milestones and subgoals
 * reached; the mean of the subgoals; the percentage set by hand. Rolled-up time is that of the goal and of all its
 * subgoals. The automatic source is milestones if there are any, else time if it has a target.
 */
export const measureFamily = (
  family: Family,
  presentOf: (unit: PeriodUnit) => Range,
  reachedIn: CountReached,
): ((id: string) => Measure) => {
  const known = new Map<string, Measure>()

  const rolledUp = (id: string) =>
    subtreeIds(family, id).reduce((sum, below) => sum + (family.byId.get(below)?.own_seconds ?? 0), 0)

  /** Amount for a goal that is reached once. If it counts more than its own sessions, only from its first day. */
  const inAll = (goal: ProgressColumns) => {
    const way = countingOfGoal(goal)
    const isOfSessions = subtreeIds(family, goal.id).every((id) => !family.byId.get(id)?.counts)
    if (way.measure === 'time' && isOfSessions && way.on_days === null) return rolledUp(goal.id)
    return reachedIn(goal, way, { from: goal.start_date ?? goal.created_on ?? '', to: lastDate })
  }

  const progressOf = (goal: ProgressColumns, seconds: number, above: Set<string>): Progress => {
    if (goal.status === 'completed') return { percent: 100, basis: { from: 'completed' } }
    const rule = ruleOf(goal)
    if (rule !== null) {
      const present = presentOf(rule.period)
      const reached = reachedIn(goal, rule, present)
      return {
        percent: percentOf(reached, rule.target),
        basis: { from: 'period', period: { ...present, rule, reached } },
      }
    }
    const target = targetOf(goal)
    if (goal.progress_source === 'times' && target !== null) {
      const reached = inAll(goal)
      return { percent: percentOf(reached, target), basis: { from: 'times', reached, target } }
    }
    if (goal.progress_source === 'value' && goal.target !== null) {
      const start = goal.start_value ?? 0
      const now = goal.value ?? start
      return {
        percent: percentOfValue(now, start, goal.target),
        basis: { from: 'value', now, start, target: goal.target },
      }
    }
    const source = sourceOf(goal)
    if (source === 'time' && target !== null) return timeProgress(goal, seconds, target)
    if (source === 'plan' && goal.plan_id !== null && goal.plan) return planProgress(goal.plan_id, goal.plan)
    const parts = (family.parts.get(goal.id) ?? [])
      .filter(({ id, status }) => status !== 'cancelled' && !above.has(id))
      .map((part) => measure(part, above).percent)
    const partSum = parts.reduce((sum, percent) => sum + percent, 0)
    if (source === 'milestones') {
      const steps = goal.milestones + parts.length
      const done = goal.reached + parts.filter((percent) => percent === 100).length
      return {
        percent: percentOf(goal.reached * 100 + partSum, steps * 100),
        basis: { from: 'milestones', steps, parts: parts.length, done, target_seconds: target },
      }
    }
    if (parts.length > 0) {
      return { percent: percentOf(partSum, parts.length * 100), basis: { from: 'parts', parts: parts.length } }
    }
    return { percent: goal.progress_percentage, basis: { from: 'manual' } }
  }

  const measure = (goal: ProgressColumns, above: Set<string>): Measure => {
    const before = known.get(goal.id)
    if (before) return before
    const isInAll = ruleOf(goal) === null && countingOfGoal(goal).measure === 'time' && goal.target_minutes !== null
    const seconds = isInAll ? inAll(goal) : rolledUp(goal.id)
    const result = {
      seconds,
      own_seconds: goal.own_seconds,
      ...progressOf(goal, seconds, new Set([...above, goal.id])),
    }
    known.set(goal.id, result)
    return result
  }

  return (id) => {
    const goal = family.byId.get(id)
    return goal ? measure(goal, new Set()) : { percent: 0, seconds: 0, own_seconds: 0, basis: { from: 'manual' } }
  }
}
