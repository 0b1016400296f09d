import { z } from 'zod'
import type { Draft } from '../../lib/http/form'
import { cursorText, listView } from '../../lib/http/list-view'
import { seenVersion } from '../../lib/resource/members'
import { cleanLine, countCharacters } from '../../lib/text/text'
import {
  goalCategory,
  goalKind,
  goalPace,
  goalStatus,
  noCategory,
  noCategoryName,
  type PeriodUnit,
  percentage,
} from './fields'
import { descriptionLimit as milestoneLength, milestoneLimit } from './milestones/schema'

export const isOpenGoal = (status: GoalStatus) => status === 'in_progress' || status === 'not_started'

export const GoalRow = goalKind.Row
export type GoalRow = z.infer<typeof GoalRow>
export type GoalStatus = GoalRow['status']

/** A goal with names. `parent_title` and `organization_name` are null if that row is deleted. */
export const ListedGoal = goalKind.Listed.extend({ parent_title: z.string().nullable() })
export type ListedGoal = z.infer<typeof ListedGoal>

/** Period in which a goal repeats; null for a goal that is reached once. */
export const periodOf = ({ kind, period }: Pick<GoalRow, 'kind' | 'period'>): PeriodUnit | null => {
  if (period !== null) return period === 'once' ? null : period
  return kind === 'weekly' ? 'week' : kind === 'monthly' ? 'month' : null
}

/** Target of a goal: seconds, number of times, or null. */
export const targetOf = ({ progress_source, target_minutes, target }: Pick<GoalRow, Targeted>) => {
  if (progress_source === 'times') return target
  return target_minutes === null || progress_source === 'value' ? null : target_minutes * 60
}
type Targeted = 'progress_source' | 'target_minutes' | 'target'

/** True for a goal with a target for each of its periods. */
export const isRecurring = (goal: Pick<GoalRow, Targeted | 'kind' | 'period'>) =>
  periodOf(goal) !== null && targetOf(goal) !== null

/** True for a habit: a goal of ticks for each of its periods, or of time for each day, with a minimum. */
export const isHabit = (goal: Pick<GoalRow, Targeted | 'kind' | 'period' | 'times_of' | 'direction'>) =>
  isRecurring(goal) &&
  goal.direction === 'at_least' &&
  (goal.progress_source === 'times' ? goal.times_of === 'ticks' : periodOf(goal) === 'day')

/** True for a goal that a person ticks, or whose value a person notes. */
export const takesTicks = ({ progress_source, times_of }: Pick<GoalRow, 'progress_source' | 'times_of'>) =>
  progress_source === 'value' || (progress_source === 'times' && times_of === 'ticks')

/** Next step of a goal: a tick, a task for today, or the timer. Null for goals that count app use, and for limits. */
export const nextStepOf = (goal: Pick<GoalRow, 'status' | 'progress_source' | 'times_of' | 'direction' | 'counts'>) => {
  const { progress_source, times_of, direction, counts } = goal
  if (!isOpenGoal(goal.status)) return null
  if (takesTicks(goal)) return progress_source === 'times' ? 'tick' : null
  if (progress_source === 'times' && times_of !== 'days' && times_of !== 'sessions') return 'plan'
  return direction === 'at_most' || counts?.includes('"app') ? null : 'start'
}

const seq = seenVersion('goal')

/** Number of minutes in a day, the maximum daily target. */
export const minutesOfDay = 24 * 60

/** Milestones, one per line. Errors name the line. */
const typedMilestones = z.string('Enter the milestones as text').transform((text, context) => {
  const lines = text.split(/\r?\n/).map(cleanLine)
  const long = lines.findIndex((line) => countCharacters(line) > milestoneLength)
  const all = lines.filter(Boolean)
  if (long >= 0) context.addIssue(`Line ${long + 1} has more than ${milestoneLength} characters`)
  if (all.length > milestoneLimit) context.addIssue(`Enter at most ${milestoneLimit} milestones`)
  return all
})

/** Members of a form that are not columns. */
const asked = {
  milestones: typedMilestones.optional(),
  /** Set if a change of the counting rule also applies to ended periods. */
  for_past: z.enum(['yes', ''], 'Select the box or leave it empty').optional(),
  /** In a new goal's form, what its title was last read as (read-title.ts). */
  read: z.string('Reload the page').max(2_000, 'Reload the page').optional(),
  /** Set if all words stay the title. */
  plain: z.enum(['yes', ''], 'Select the box or leave it empty').optional(),
}

export const NewGoalForm = goalKind.NewForm.extend(asked).superRefine((values, context) => {
  const { kind, period, target_minutes, milestones = [], progress_source = 'auto' } = values
  if (progress_source === 'milestones' && milestones.length === 0)
    context.addIssue({ code: 'custom', path: ['milestones'], message: 'Enter a milestone' })
  const unit = periodOf({ kind: kind ?? 'open', period: period ?? null })
  if (unit === null || target_minutes || (progress_source !== 'auto' && progress_source !== 'time')) return
  const message = `Enter the hours per ${unit}, e.g. ${unit === 'month' ? '20h' : '5h'}`
  context.addIssue({ code: 'custom', path: ['target_minutes'], message })
})
export const GoalForm = goalKind.EditForm.extend(asked)
export type GoalForm = z.output<typeof GoalForm>
export const CategoryForm = z.object({ category: goalCategory, name: goalCategory })
export type CategoryForm = z.output<typeof CategoryForm>
export const RemoveCategoryForm = z.object({
  category: goalCategory.refine((category) => category !== noCategory, `“${noCategoryName}” can’t be removed`),
})
export const ProgressForm = z.object({ progress_percentage: percentage, seq })
export const StatusForm = z.object({ status: goalStatus })

/** Values that an Undo restores. They are in its query string. */
export const ReopenForm = z.object({
  status: z.enum(['in_progress', 'not_started']).catch('in_progress'),
  progress_percentage: percentage.nullable().catch(null),
})

export type GoalValues = Pick<GoalRow, keyof typeof goalKind.fields>

/** Values of a form that are not columns. */
type Asked = { for_past?: string; read?: string; plain?: string }

/** Values of a new goal. All but the title have defaults. */
export type NewGoalValues = Pick<GoalValues, 'title'> & Partial<GoalValues> & { milestones?: string[] } & Asked

/** An edited goal, with milestones to add. */
export type EditedGoal = ListedGoal & { milestones?: string[] } & Asked

export const newGoalValues: GoalValues = goalKind.fresh

const goalSort = z.enum(['target', 'late', 'progress', 'title', 'recent'])

/** Query of the list. Invalid values are ignored. */
export const GoalsQuery = z.object({
  q: listView.q,
  kind: GoalRow.shape.kind.or(z.literal('')).catch(''),
  category: goalCategory.catch(''),
  status: goalStatus.or(z.literal('')).catch(''),
  /** Lists only open goals with this pace. Closed goals have no pace. */
  pace: goalPace.or(z.literal('')).catch(''),
  /** `none` leaves out subgoals. */
  parent: z.enum(['none', '']).catch(''),
  sort: goalSort.catch('target'),
  /** Cursor for a list of one status: `updated_at` and id of the previous page's last goal. */
  before: cursorText,
})
export type GoalsQuery = z.infer<typeof GoalsQuery>

export type ParentChoice = { id: string; title: string; deleted: number }

export type PlanChoice = { id: string; title: string; deleted: number }

export type GoalDraft = Draft<GoalForm>
