import { z } from 'zod'
import type { Draft } from '../../lib/http/form'
import { cursorText, listView } from '../../lib/http/list-view'
import { filingFields } from '../../lib/resource/filing'
import {
  dateOrNone,
  descriptionMember,
  durationMember,
  filedUnder,
  requiredLine,
  rowColumns,
  seenVersion,
  titleMember,
} from '../../lib/resource/members'
import { cleanLine, countCharacters, nameKey } from '../../lib/text/text'
import { descriptionLimit as milestoneLength, milestoneLimit } from './milestones/schema'

/** In characters. */
export const titleLimit = 200
export const descriptionLimit = 5_000

export const goalKind = z.enum(['weekly', 'monthly', 'rotation', 'open'], 'Choose a kind from the list')
/**
 * The categories that everybody starts with, by their keys; others are a person's own, and are their own names. A
 * person can remove each of them.
 */
export const categoryNames = {
  technical: 'Technical',
  soft_skill: 'Soft skill',
  hiring_readiness: 'Hiring readiness',
  personal: 'Personal',
}
export const isStartingCategory = (category: string) => Object.hasOwn(categoryNames, category)

/** Stands for the category of a goal that has none. */
export const noCategory = 'none'
export const noCategoryName = 'No category'

const categoryKeys = new Map(
  Object.entries({ ...categoryNames, [noCategory]: noCategoryName }).map(([key, name]) => [nameKey(name), key]),
)

/** In characters. */
export const categoryLimit = 50

/** A key or a name. The name of one of the four, or of none, is read as its key. */
export const goalCategory = requiredLine(categoryLimit, {
  none: 'Enter a category',
  subject: 'A category has',
}).transform((name) => categoryKeys.get(nameKey(name)) ?? name)

/** In the order of the list's groups. */
export const goalStatus = z.enum(
  ['in_progress', 'not_started', 'completed', 'cancelled'],
  'Choose a status from the list',
)
export type GoalStatus = z.infer<typeof goalStatus>

export const progressSource = z.enum(['auto', 'milestones', 'time', 'plan', 'manual'], 'Choose a progress source')

export const isOpen = (status: GoalStatus) => status === 'in_progress' || status === 'not_started'

export const filing = filedUnder('goals', 'organization_id')

export const GoalRow = z.object({
  ...rowColumns,
  parent_id: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  kind: goalKind,
  category: z.string(),
  start_date: z.string().nullable(),
  target_date: z.string().nullable(),
  status: goalStatus,
  progress_source: progressSource,
  /** Set where `progress_source` is `plan`. */
  plan_id: z.string().nullable(),
  ...filing.columns,
  progress_percentage: z.int(),
  target_minutes: z.int().nullable(),
  /** the person's dates of creation and completion */
  created_on: z.string().nullable(),
  completed_on: z.string().nullable(),
  /** epoch ms */
  completed_at: z.int().nullable(),
})
export type GoalRow = z.infer<typeof GoalRow>

/** `parent_title` and `organization_name` are null also while the parent or the organization is deleted. */
export const ListedGoal = GoalRow.extend({ parent_title: z.string().nullable(), ...filing.names })
export type ListedGoal = z.infer<typeof ListedGoal>

/** True for a goal with a target of time for each week or month. */
export const isRecurring = <G extends Pick<GoalRow, 'kind' | 'target_minutes'>>(
  goal: G,
): goal is G & { kind: 'weekly' | 'monthly'; target_minutes: number } =>
  (goal.kind === 'weekly' || goal.kind === 'monthly') && goal.target_minutes !== null

const percentage = z
  .string('Enter a whole number from 0 to 100')
  .trim()
  .regex(/^(\d{1,2}|100)?\s*%?$/, 'Enter a whole number from 0 to 100')
  .transform((text) => Number.parseInt(text || '0', 10))

const seq = seenVersion('goal')

const minutesLimits = { min: 1, max: 100_000 * 60 }
const noDuration = 'Enter a time such as 60h or 1:30'

const plannedMinutes = durationMember({ ...minutesLimits, unit: 'h' }, noDuration, 'Enter 1 minute to 100,000 hours')

/** The fields that forms and the API share. A missing one keeps its value, or gets its default. */
export const goalFields = {
  title: titleMember(titleLimit),
  description: descriptionMember(descriptionLimit).optional(),
  kind: goalKind.optional(),
  category: goalCategory.optional(),
  status: goalStatus.optional(),
  progress_source: progressSource.optional(),
}

/** Milestones as they are typed, one a line; an error names the line. */
const typedMilestones = z.string('Enter the milestones as text').transform((text, context) => {
  const lines = text.split(/\r?\n/).map(cleanLine)
  const long = lines.findIndex((line) => countCharacters(line) > milestoneLength)
  const all = lines.filter(Boolean)
  if (long >= 0) context.addIssue(`Line ${long + 1} has more than ${milestoneLength} characters`)
  if (all.length > milestoneLimit) context.addIssue(`Enter at most ${milestoneLimit} milestones`)
  return all
})

/** How a form asks for the kind: a goal of steps is a one-off with milestones. */
const goalWay = z.enum([...goalKind.options, 'steps'], 'Choose a kind from the list')
export type GoalWay = z.infer<typeof goalWay>

export const kindOfWay = (way: GoalWay) => (way === 'steps' ? 'open' : way)

/** The fields of a form; an empty one is null. */
const fields = {
  ...goalFields,
  kind: goalWay.transform(kindOfWay).optional(),
  milestones: typedMilestones.optional(),
  start_date: dateOrNone('Enter a start date such as 2026-09-01').optional(),
  target_date: dateOrNone('Enter a target date such as 2026-11-27').optional(),
  parent_id: filingFields.goal_id,
  plan_id: filingFields.plan_id,
  ...filing.fields,
  progress_percentage: percentage.optional(),
  target_minutes: plannedMinutes.optional(),
}

/** For the API, which sends numbers. */
export const progressPercentage = z.int().min(0).max(100)
export const targetMinutes = z.int().min(minutesLimits.min).max(minutesLimits.max).nullable()

export const NewGoalForm = z.object({ ...fields, kind: goalWay.optional() }).superRefine((values, context) => {
  const { kind, target_minutes, milestones = [] } = values
  if (kind === 'steps' && milestones.length === 0)
    context.addIssue({ code: 'custom', path: ['milestones'], message: 'Enter a milestone' })
  if ((kind !== 'weekly' && kind !== 'monthly') || target_minutes) return
  const message = kind === 'weekly' ? 'Enter the hours per week, e.g. 5h' : 'Enter the hours per month, e.g. 20h'
  context.addIssue({ code: 'custom', path: ['target_minutes'], message })
})
export const GoalForm = z.object({ ...fields, seq })
export type GoalForm = z.output<typeof GoalForm>
export const CategoryForm = z.object({ category: goalCategory, name: goalCategory })
export type CategoryForm = z.output<typeof CategoryForm>
export const RemoveCategoryForm = z.object({
  category: goalCategory.refine((category) => category !== noCategory, `“${noCategoryName}” can’t be removed`),
})
export const ProgressForm = z.object({ progress_percentage: percentage, seq })
export const StatusForm = z.object({ status: goalStatus })

/** The values that a goal gets back; in the query of an Undo. */
export const ReopenForm = z.object({
  status: z.enum(['in_progress', 'not_started']).catch('in_progress'),
  progress_percentage: percentage.nullable().catch(null),
})

export type GoalValues = Pick<
  GoalRow,
  | ('title' | 'description' | 'kind' | 'category' | 'status' | 'parent_id' | 'progress_percentage')
  | ('start_date' | 'target_date' | 'progress_source' | 'plan_id' | 'target_minutes' | 'organization_id')
>

/** A new goal needs a title; the rest has defaults. */
export type NewGoalValues = Pick<GoalValues, 'title'> &
  Partial<Omit<GoalValues, 'kind'>> & { kind?: GoalWay; milestones?: string[] }

/** A goal as an edit saves it, with milestones to add. */
export type EditedGoal = ListedGoal & { milestones?: string[] }

export const newGoalValues: GoalValues = {
  title: '',
  description: '',
  kind: 'open',
  category: 'personal',
  start_date: null,
  target_date: null,
  status: 'not_started',
  parent_id: null,
  progress_source: 'auto',
  plan_id: null,
  organization_id: null,
  progress_percentage: 0,
  target_minutes: null,
}

const goalSort = z.enum(['target', 'late', 'progress', 'title', 'recent'])

export const goalPace = z.enum(['behind', 'overdue', 'on_track'], 'Choose behind, overdue or on_track')
export type GoalPace = z.infer<typeof goalPace>

/** The query string of the list. Invalid values are ignored. */
export const GoalsQuery = z.object({
  q: listView.q,
  kind: goalKind.or(z.literal('')).catch(''),
  category: goalCategory.catch(''),
  status: goalStatus.or(z.literal('')).catch(''),
  /** Open goals that are late or not; others have no pace. */
  pace: goalPace.or(z.literal('')).catch(''),
  /** `none` leaves out the parts of other goals. */
  parent: z.enum(['none', '']).catch(''),
  sort: goalSort.catch('target'),
  /** The cursor of a page of one status: the `updated_at` and id of the goal before it. */
  before: cursorText,
})
export type GoalsQuery = z.infer<typeof GoalsQuery>

export type ParentChoice = { id: string; title: string; deleted: number }

export type PlanChoice = { id: string; title: string; deleted: number }

export type GoalDraft = Draft<GoalForm>
