import { z } from 'zod'
import { countsOf } from '../../ledger/goal-tree'
import { chosenFilter, countedPattern } from '../../ledger/subject'
import type { Draft } from '../../lib/http/form'
import { cursorText, listView } from '../../lib/http/list-view'
import { filingFields } from '../../lib/resource/filing'
import {
  dateOrNone,
  descriptionMember,
  durationMember,
  filedUnder,
  lineMember,
  requiredLine,
  rowColumns,
  seenVersion,
  titleMember,
} from '../../lib/resource/members'
import { cleanLine, countCharacters, nameKey } from '../../lib/text/text'
import { weekdaysOf } from '../../line/phrases'
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

export const progressSource = z.enum(
  ['auto', 'milestones', 'time', 'plan', 'manual', 'times', 'value'],
  'Choose how progress is measured',
)

/** Sources that clients know that were made before times and values. */
export const olderSource = progressSource.exclude(['times', 'value'])

/** One time of a goal that is measured by times: a tick, a day with enough time, a session, and so on. */
export const timesOf = z.enum(
  ['ticks', 'days', 'sessions', 'tasks', 'cards', 'chunks'],
  'Choose what is counted as one time',
)
export type TimesOf = z.infer<typeof timesOf>
export const direction = z.enum(['at_least', 'at_most'], 'Choose at least or at most')
export const periodUnit = z.enum(['day', 'week', 'month', 'quarter', 'year'], 'Choose a period from the list')
export type PeriodUnit = z.infer<typeof periodUnit>
/** A goal repeats in a period, or is reached once. */
export const per = z.enum([...periodUnit.options, 'once'], 'Choose a period from the list')
export type Per = z.infer<typeof per>

const subjects = z.array(z.string().regex(countedPattern))

/** The column `counts`, as JSON: subjects of which any counts, or the groups of a filter. */
export const CountsColumn = subjects.or(z.strictObject({ all: z.array(subjects.min(1)).max(2), none: subjects }))

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
  /** JSON list of subjects (ledger/subject.ts) or a filter of several groups (lib/filter.ts), null for what names the goal. */
  counts: z.string().nullable(),
  /** Set where `progress_source` is `times`. */
  times_of: timesOf.nullable(),
  direction,
  /** Null where `kind` says it. */
  period: per.nullable(),
  /** How many times, or the value to reach. */
  target: z.number().nullable(),
  start_value: z.number().nullable(),
  /** Of the times or the value, such as `pages`. */
  unit: z.string().nullable(),
  /** Digits of ISO weekdays, null for all. */
  on_days: z.string().nullable(),
  /** The least time of a day that is one time. */
  day_seconds: z.int().nullable(),
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

/** The period that a goal repeats in; null for one that is reached once. */
export const periodOf = ({ kind, period }: Pick<GoalRow, 'kind' | 'period'>): PeriodUnit | null => {
  if (period !== null) return period === 'once' ? null : period
  return kind === 'weekly' ? 'week' : kind === 'monthly' ? 'month' : null
}

/** Its target: seconds, times, or null. */
export const targetOf = ({ progress_source, target_minutes, target }: Pick<GoalRow, Targeted>) => {
  if (progress_source === 'times') return target
  return target_minutes === null || progress_source === 'value' ? null : target_minutes * 60
}
type Targeted = 'progress_source' | 'target_minutes' | 'target'

/** True for a goal with a target for each of its periods. */
export const isRecurring = (goal: Pick<GoalRow, Targeted | 'kind' | 'period'>) =>
  periodOf(goal) !== null && targetOf(goal) !== null

/** True for a goal that a person ticks, or whose value they note. */
export const takesTicks = ({ progress_source, times_of }: Pick<GoalRow, 'progress_source' | 'times_of'>) =>
  progress_source === 'value' || (progress_source === 'times' && times_of === 'ticks')

/** The step that brings a goal on: a tick, a task for today, or the timer; nothing that was reported, or allows at most so much. */
export const nextStepOf = (goal: Pick<GoalRow, 'status' | 'progress_source' | 'times_of' | 'direction' | 'counts'>) => {
  const { progress_source, times_of, direction, counts } = goal
  if (!isOpen(goal.status)) return null
  if (takesTicks(goal)) return progress_source === 'times' ? 'tick' : null
  if (progress_source === 'times' && times_of !== 'days' && times_of !== 'sessions') return 'plan'
  return direction === 'at_most' || counts?.includes('"app') ? null : 'start'
}

const percentage = z
  .string('Enter a whole number from 0 to 100')
  .trim()
  .regex(/^(\d{1,2}|100)?\s*%?$/, 'Enter a whole number from 0 to 100')
  .transform((text) => Number.parseInt(text || '0', 10))

const seq = seenVersion('goal')

/** The most time that a day can have. */
export const minutesOfDay = 24 * 60

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

const noNumber = 'Enter a number such as 20'

/** A number as it is typed, null where it is empty. */
export const numberOrNone = z
  .string(noNumber)
  .trim()
  .refine((text) => text === '' || /^-?\d{1,9}([.,]\d{1,9})?$/.test(text), noNumber)
  .transform((text) => (text === '' ? null : Number(text.replace(',', '.'))))

const noDays = 'Enter weekdays such as mon, wed, fri'

/** Digits of the weekdays that a text names, null where it is empty. */
const weekdaysOrNone = z
  .string(noDays)
  .trim()
  .transform((text, { addIssue }) => {
    if (text === '') return null
    const digits = /^[1-7]{1,7}$/.test(text) ? [...new Set(text)] : weekdaysOf(text).map(String)
    if (digits.length > 0) return digits.toSorted().join('')
    addIssue(noDays)
    return z.NEVER
  })

/** In characters. */
export const unitLimit = 20

const daySeconds = durationMember({ min: 1, max: 24 * 60 }, 'Enter a time such as 20m', 'Enter 1 minute to 24 hours')

const unitMember = lineMember(unitLimit, { none: 'Enter a unit such as pages', subject: 'A unit has' }).transform(
  (unit) => unit || null,
)

/** The fields of a form; an empty one is null. */
const fields = {
  ...goalFields,
  milestones: typedMilestones.optional(),
  start_date: dateOrNone('Enter a start date such as 2026-09-01').optional(),
  target_date: dateOrNone('Enter a target date such as 2026-11-27').optional(),
  parent_id: filingFields.goal_id,
  plan_id: filingFields.plan_id,
  ...filing.fields,
  progress_percentage: percentage.optional(),
  target_minutes: plannedMinutes.optional(),
  period: per.optional(),
  target: numberOrNone.optional(),
  start_value: numberOrNone.optional(),
  times_of: timesOf.optional(),
  direction: direction.optional(),
  unit: unitMember.optional(),
  on_days: weekdaysOrNone.optional(),
  day_seconds: daySeconds.transform((minutes) => (minutes === null ? null : minutes * 60)).optional(),
  counts: chosenFilter('Choose what counts from the list').transform(countsOf).optional(),
  /** Set where a change of what counts is meant for ended periods, too. */
  for_past: z.enum(['yes', ''], 'Tick the box, or leave it').optional(),
}

/** For the API, which sends numbers. */
export const progressPercentage = z.int().min(0).max(100)
export const targetMinutes = z.int().min(minutesLimits.min).max(minutesLimits.max).nullable()

export const NewGoalForm = z.object(fields).superRefine((values, context) => {
  const { kind, period, target_minutes, milestones = [], progress_source = 'auto' } = values
  if (progress_source === 'milestones' && milestones.length === 0)
    context.addIssue({ code: 'custom', path: ['milestones'], message: 'Enter a milestone' })
  const unit = periodOf({ kind: kind ?? 'open', period: period ?? null })
  if (unit === null || target_minutes || (progress_source !== 'auto' && progress_source !== 'time')) return
  const message = `Enter the hours per ${unit}, e.g. ${unit === 'month' ? '20h' : '5h'}`
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
  | ('counts' | 'times_of' | 'direction' | 'period' | 'target' | 'start_value' | 'unit' | 'on_days' | 'day_seconds')
>

/** Fields of a form beside the columns. */
type Asked = { for_past?: string }

/** A new goal needs a title; the rest has defaults. */
export type NewGoalValues = Pick<GoalValues, 'title'> & Partial<GoalValues> & { milestones?: string[] } & Asked

/** A goal as an edit saves it, with milestones to add. */
export type EditedGoal = ListedGoal & { milestones?: string[] } & Asked

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
  counts: null,
  times_of: null,
  direction: 'at_least',
  period: null,
  target: null,
  start_value: null,
  unit: null,
  on_days: null,
  day_seconds: null,
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
