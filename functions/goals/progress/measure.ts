import type { Range } from '../../lib/days'
import { type GoalRow, isRecurring } from '../schema'

/** What a goal's progress is reckoned from, beside what stands below it. */
export type Member = Pick<
  GoalRow,
  'id' | 'parent_id' | 'status' | 'kind' | 'progress_source' | 'progress_percentage' | 'target_minutes'
> &
  Counted

/** What is counted of a goal by itself. */
export type Counted = {
  /** The goal's own tracked time: of all time, of the present week, of the present month. */
  own_seconds: number
  week_seconds: number
  month_seconds: number
  /** Its milestones, and how many of them are reached; counted only where progress comes from them. */
  milestones: number
  reached: number
}

/** The present week or month of a goal that starts again with each. */
type PresentPeriod = Range & { seconds: number; target_seconds: number }

/** Where a goal's progress comes from: what to say instead of, or beside, its percentage. */
type Basis =
  | { from: 'end' }
  | { from: 'period'; period: PresentPeriod }
  | { from: 'time'; target_seconds: number }
  | { from: 'milestones'; steps: number; done: number }
  | { from: 'parts'; parts: number }
  | { from: 'hand' }

/** How far a goal has come: whole percent, 0 to 100, and the time of it and of everything below it. */
export type Measure = { progress: number; seconds: number; own_seconds: number; basis: Basis }

/** A tree, or several, of goals that are not deleted. */
export type Family<M extends Member = Member> = { byId: Map<string, M>; parts: Map<string | null, M[]> }

export const familyOf = <M extends Member>(members: M[]): Family<M> => ({
  byId: new Map(members.map((member) => [member.id, member])),
  parts: Map.groupBy(members, ({ parent_id }) => parent_id),
})

/** A goal and everything below it, each once, even where damaged data goes in a circle. */
export const within = ({ byId, parts }: Family, id: string) => {
  const found = new Set(byId.has(id) ? [id] : [])
  for (const member of found) for (const part of parts.get(member) ?? []) found.add(part.id)
  return [...found]
}

const percent = (part: number, whole: number) => (whole > 0 ? Math.min(100, Math.floor((100 * part) / whole)) : 0)

/**
 * Measures the goals of a family. Time is rolled up: a goal's own and that of everything below it. Progress counts
 * rolled-up time against what is planned, milestones and parts reached, or the mean of the parts, and by hand where
 * none of these is there; a completed goal stands at 100.
 * @param present the week and the month of which `week_seconds` and `month_seconds` are
 */
export const measures = (family: Family, present: { weekly: Range; monthly: Range }): ((id: string) => Measure) => {
  const known = new Map<string, Measure>()

  const rolledUp = (id: string, own: (member: Member) => number) =>
    within(family, id).reduce((sum, below) => {
      const member = family.byId.get(below)
      return sum + (member ? own(member) : 0)
    }, 0)

  const progressOf = (goal: Member, seconds: number, above: Set<string>): Pick<Measure, 'progress' | 'basis'> => {
    if (goal.status === 'completed') return { progress: 100, basis: { from: 'end' } }
    if (isRecurring(goal)) {
      const target_seconds = goal.target_minutes * 60
      const own = (part: Member) => (goal.kind === 'weekly' ? part.week_seconds : part.month_seconds)
      const period = { ...present[goal.kind], seconds: rolledUp(goal.id, own), target_seconds }
      return { progress: percent(period.seconds, target_seconds), basis: { from: 'period', period } }
    }
    if (goal.progress_source === 'time' && goal.target_minutes !== null) {
      const target_seconds = goal.target_minutes * 60
      return { progress: percent(seconds, target_seconds), basis: { from: 'time', target_seconds } }
    }
    const parts = (family.parts.get(goal.id) ?? [])
      .filter(({ id, status }) => status !== 'cancelled' && !above.has(id))
      .map((part) => measured(part, above).progress)
    const partSum = parts.reduce((sum, progress) => sum + progress, 0)
    if (goal.progress_source === 'milestones') {
      const steps = goal.milestones + parts.length
      const done = goal.reached + parts.filter((progress) => progress === 100).length
      return {
        progress: percent(goal.reached * 100 + partSum, steps * 100),
        basis: { from: 'milestones', steps, done },
      }
    }
    if (parts.length > 0) {
      return { progress: percent(partSum, parts.length * 100), basis: { from: 'parts', parts: parts.length } }
    }
    return { progress: goal.progress_percentage, basis: { from: 'hand' } }
  }

  const measured = (goal: Member, above: Set<string>): Measure => {
    const before = known.get(goal.id)
    if (before) return before
    const seconds = rolledUp(goal.id, ({ own_seconds }) => own_seconds)
    const measure = {
      seconds,
      own_seconds: goal.own_seconds,
      ...progressOf(goal, seconds, new Set([...above, goal.id])),
    }
    known.set(goal.id, measure)
    return measure
  }

  return (id) => {
    const goal = family.byId.get(id)
    return goal ? measured(goal, new Set()) : { progress: 0, seconds: 0, own_seconds: 0, basis: { from: 'hand' } }
  }
}
