import { z } from 'zod'
import { orgInput } from '../lib/api/org'
import { dateInput, Instant, idInput, iso, isoOrNull, seqInput, withLength } from '../lib/api/values'
import { filingMembers } from '../lib/resource/filing'
import type { GoalProgress } from './progress/status'
import {
  categoryLimit,
  descriptionLimit,
  goalCategory,
  goalFields,
  goalKind,
  goalPace,
  goalStatus,
  type ListedGoal,
  progressPercentage,
  progressSource,
  targetMinutes,
  titleLimit,
} from './schema'

const progressSources =
  '`auto`: milestones if there are any, else tracked time if there is a target time, else subgoals, else manual. `plan`: the completed chunks of the plan `plan_id` that are not skipped.'

export const GoalJson = z
  .object({
    id: z.string(),
    parent_id: z.string().nullable().meta({ description: 'The parent goal; null if there is none.' }),
    title: z.string(),
    description: z.string(),
    kind: goalKind,
    category: z.string(),
    start_date: z.iso.date().nullable(),
    target_date: z.iso.date().nullable(),
    status: goalStatus,
    progress_source: progressSource.meta({ description: progressSources }),
    plan_id: z.string().nullable().meta({
      description:
        'The plan that measures progress; null for other sources. One that was deleted keeps measuring as it was.',
    }),
    organization_id: z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' }),
    progress_percentage: z.int().min(0).max(100).meta({
      description: 'Measured from time, milestones, a plan or subgoals if there are any; otherwise as set manually.',
    }),
    pace: goalPace.nullable().meta({
      description: 'Null if the goal has ended, hasn’t started or has no target date.',
    }),
    target_minutes: z.int().nullable(),
    tracked_seconds: z.int().meta({ description: 'All time tracked on it and its subgoals.' }),
    completed_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
    seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
  })
  .meta({ id: 'Goal' })

export const goalJson = (row: ListedGoal, { percent, seconds, lateness }: GoalProgress) => {
  const {
    parent_title,
    organization_name,
    completed_at,
    created_on,
    completed_on,
    created_at,
    updated_at,
    seq,
    ...goal
  } = row
  return {
    ...goal,
    organization_id: organization_name === null ? null : goal.organization_id,
    progress_percentage: percent,
    pace: lateness?.state ?? null,
    tracked_seconds: seconds,
    completed_at: isoOrNull(completed_at),
    created_at: iso(created_at),
    updated_at: iso(updated_at),
    seq,
  }
}

const fields = {
  ...goalFields,
  category: withLength(goalCategory, { minLength: 1, maxLength: categoryLimit })
    .optional()
    .meta({ description: '`technical`, `soft_skill`, `hiring_readiness`, `personal`, a name of your own, or `none`.' }),
  title: withLength(goalFields.title, { minLength: 1, maxLength: titleLimit }),
  description: withLength(goalFields.description, { maxLength: descriptionLimit }),
  progress_source: progressSource.optional().meta({ description: `${progressSources} The default for a new goal.` }),
  plan_id: idInput.nullable().optional().meta({
    description: 'One of your plans; required when progress comes from a plan.',
  }),
  parent_id: idInput.nullable().optional().meta({ description: 'One of your goals that isn’t a subgoal of this one.' }),
  organization_id: filingMembers.organization_id,
  start_date: dateInput.nullable().optional(),
  target_date: dateInput.nullable().optional().meta({ description: 'Not before the start.' }),
  progress_percentage: progressPercentage.optional().meta({
    description: 'Set manually. If progress is measured, only the current value is accepted; completed goals show 100.',
  }),
  target_minutes: targetMinutes.optional().meta({ description: 'Required when progress comes from tracked time.' }),
}

export const NewGoalBody = z.strictObject(fields).meta({ id: 'NewGoal', example: { title: 'Write the thesis' } })

export const GoalPatch = z
  .strictObject({ ...fields, title: fields.title.optional(), seq: seqInput })
  .meta({ id: 'GoalPatch', example: { status: 'in_progress' } })

export const GoalFilter = {
  status: goalStatus.optional(),
  kind: goalKind.optional(),
  category: goalCategory.optional(),
  pace: goalPace.optional().meta({ description: 'Only open goals with this pace.' }),
  parent_id: idInput.optional().meta({ description: 'Only subgoals of this goal.' }),
  organization_id: idInput.optional().meta({ description: 'Of this organization.' }),
  org: orgInput,
  q: z.string().trim().max(titleLimit).optional().meta({ description: 'Matches the title or the description.' }),
}
