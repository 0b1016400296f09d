import { z } from 'zod'
import { dateInput, Instant, idInput, iso, isoOrNull, seqInput, withLength } from '../lib/api/values'
import type { Measure } from './progress/measure'
import {
  descriptionLimit,
  goalCategory,
  goalFields,
  goalKind,
  goalStatus,
  type ListedGoal,
  progressPercentage,
  progressSource,
  targetMinutes,
  titleLimit,
} from './schema'

export const GoalJson = z
  .object({
    id: z.string(),
    parent_id: z.string().nullable().meta({ description: 'The goal that it is a part of.' }),
    title: z.string(),
    description: z.string(),
    kind: goalKind,
    category: goalCategory,
    start_date: z.iso.date().nullable(),
    target_date: z.iso.date().nullable(),
    status: goalStatus,
    progress_source: progressSource,
    progress_percentage: z.int().min(0).max(100).meta({
      description: 'As it is measured: from time, milestones or parts where these are there, else as set by hand.',
    }),
    target_minutes: z.int().nullable(),
    tracked_seconds: z.int().meta({ description: 'All time tracked on it and on everything below it.' }),
    completed_at: Instant.nullable(),
    created_at: Instant,
    updated_at: Instant,
    seq: z.int().meta({ description: 'Its version, which an edit may name.' }),
  })
  .meta({ id: 'Goal' })

export const goalJson = (row: ListedGoal, { percent, seconds }: Measure) => {
  const { parent_title, completed_at, created_at, updated_at, seq, ...goal } = row
  return {
    ...goal,
    progress_percentage: percent,
    tracked_seconds: seconds,
    completed_at: isoOrNull(completed_at),
    created_at: iso(created_at),
    updated_at: iso(updated_at),
    seq,
  }
}

const fields = {
  ...goalFields,
  title: withLength(goalFields.title, { minLength: 1, maxLength: titleLimit }),
  description: withLength(goalFields.description, { maxLength: descriptionLimit }),
  parent_id: idInput.nullable().optional().meta({ description: 'A goal of yours that is not below this one.' }),
  start_date: dateInput.nullable().optional(),
  target_date: dateInput.nullable().optional().meta({ description: 'Not before the start.' }),
  progress_percentage: progressPercentage.optional().meta({
    description: 'By hand. Where progress is measured, it can only be named as it is; a completed goal stands at 100.',
  }),
  target_minutes: targetMinutes.optional().meta({ description: 'Needed where progress comes from tracked time.' }),
}

export const NewGoalBody = z.strictObject(fields).meta({ id: 'NewGoal', example: { title: 'Write the thesis' } })

export const GoalPatch = z
  .strictObject({ ...fields, title: fields.title.optional(), seq: seqInput })
  .meta({ id: 'GoalPatch', example: { status: 'in_progress' } })

export const GoalFilter = {
  status: goalStatus.optional(),
  kind: goalKind.optional(),
  category: goalCategory.optional(),
  parent_id: idInput.optional().meta({ description: 'Only the parts of this goal.' }),
  q: z.string().trim().max(titleLimit).optional().meta({ description: 'Found in the title or the description.' }),
}
