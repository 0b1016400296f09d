import { membersIn } from '../../../ledger/goal-tree'
import { progressOf as progressOfPlan } from '../../../ledger/plans'
import type { Range } from '../../../lib/time/days'
import { type GoalRow, isRecurring } from '../schema'

/** The columns of a goal that its progress is computed from. */
export type Member = Pick<
  GoalRow,
  'id' | 'parent_id' | 'status' | 'kind' | 'progress_source' | 'progress_percentage' | 'target_minutes' | 'plan_id'
> &
  Counted

export type Counted = {
  /** Time tracked on the goal itself, without its parts: of all time, of the current week, of the current month. */
  own_seconds: number
  week_seconds: number
  month_seconds: number
  /** Its milestones, and how many are reached; both 0 when progress is set by hand. */
  milestones: number
  reached: number
  /** Counts of the plan that measures the goal. */
  plan: MeasuringPlan | null
}

type MeasuringPlan = { title: string; deleted: 0 | 1 } & Parameters<typeof progressOfPlan>[0]

/** The goal's milestones do not count, but are shown beside its time. */
type Time = { from: 'time'; target_seconds: number; steps: number; done: number }

/** `parts` of the steps are subgoals. `target_seconds` is null without a target time, which then counts for nothing. */
type Milestones = { from: 'milestones'; steps: number; parts: number; done: number; target_seconds: number | null }

/** Where a goal's progress comes from, with the figures that the page shows beside its percentage. */
type Basis =
  | { from: 'completed' }
  | { from: 'period'; period: Range & { seconds: number; target_seconds: number } }
  | Time
  | Milestones
  | { from: 'parts'; parts: number }
  /** `chunks` leaves out those that are skipped. */
  | { from: 'plan'; id: string; title: string; deleted: boolean; chunks: number; done: number }
  | { from: 'manual' }

export type Measure = {
  /** Whole, 0 to 100. */
  percent: number
  /** Time tracked on the goal and everything below it. */
  seconds: number
  own_seconds: number
  basis: Basis
}

/** One or more trees of goals that are not deleted. */
type Family<M extends Member = Member> = { byId: Map<string, M>; parts: Map<string | null, M[]> }

export const familyOf = <M extends Member>(members: M[]): Family<M> => ({
  byId: new Map(members.map((member) => [member.id, member])),
  parts: Map.groupBy(members, ({ parent_id }) => parent_id),
})

/** The ids of a goal of a family and everything below it; none of another goal. */
export const subtreeIds = ({ byId, parts }: Family, id: string) => (byId.has(id) ? membersIn(parts, id) : [])

const sourceOf = ({ progress_source, milestones }: Member) => {
  if (progress_source !== 'auto') return progress_source
  return milestones > 0 ? 'milestones' : 'time'
}

const percentOf = (part: number, whole: number) => (whole > 0 ? Math.min(100, Math.floor((100 * part) / whole)) : 0)

type Progress = Pick<Measure, 'percent' | 'basis'>

const timeProgress = ({ milestones, reached }: Member, seconds: number, target_seconds: number): Progress => ({
  percent: percentOf(seconds, target_seconds),
  basis: { from: 'time', target_seconds, steps: milestones, done: reached },
})

const planProgress = (id: string, plan: MeasuringPlan): Progress => {
  const { title, deleted, chunk_count, skipped_count, completed_count } = plan
  const counts = { chunks: chunk_count - skipped_count, done: completed_count }
  return { percent: progressOfPlan(plan), basis: { from: 'plan', id, title, deleted: deleted === 1, ...counts } }
}

/**
 * Measures the goals of a family. Progress is, in this order: 100 when completed; rolled-up time against the target;
 * the chunks of a plan; milestones and parts reached; the mean of the parts; the percentage set by hand. A goal's
 * rolled-up time is its own and that of everything below it. The automatic source is milestones if there are any, else time if it has a target.
 * @param present the week and the month that `week_seconds` and `month_seconds` cover
 */
export const measureFamily = (
  family: Family,
  present: { weekly: Range; monthly: Range },
): ((id: string) => Measure) => {
  const known = new Map<string, Measure>()

  const rolledUp = (id: string, own: (member: Member) => number) =>
    subtreeIds(family, id).reduce((sum, below) => {
      const member = family.byId.get(below)
      return sum + (member ? own(member) : 0)
    }, 0)

  const progressOf = (goal: Member, seconds: number, above: Set<string>): Progress => {
    if (goal.status === 'completed') return { percent: 100, basis: { from: 'completed' } }
    if (isRecurring(goal)) {
      const target_seconds = goal.target_minutes * 60
      const own = (part: Member) => (goal.kind === 'weekly' ? part.week_seconds : part.month_seconds)
      const period = { ...present[goal.kind], seconds: rolledUp(goal.id, own), target_seconds }
      return { percent: percentOf(period.seconds, target_seconds), basis: { from: 'period', period } }
    }
    const source = sourceOf(goal)
    const target_seconds = goal.target_minutes === null ? null : goal.target_minutes * 60
    if (source === 'time' && target_seconds !== null) return timeProgress(goal, seconds, target_seconds)
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
        basis: { from: 'milestones', steps, parts: parts.length, done, target_seconds },
      }
    }
    if (parts.length > 0) {
      return { percent: percentOf(partSum, parts.length * 100), basis: { from: 'parts', parts: parts.length } }
    }
    return { percent: goal.progress_percentage, basis: { from: 'manual' } }
  }

  const measure = (goal: Member, above: Set<string>): Measure => {
    const before = known.get(goal.id)
    if (before) return before
    const seconds = rolledUp(goal.id, ({ own_seconds }) => own_seconds)
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
