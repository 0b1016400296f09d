import { z } from 'zod'
import { dateInput, Instant, iso, isoOrNull, seqInput, withLength } from '../../lib/api/values'
import { descriptionLimit, type EditedMilestone, milestoneFields, milestoneLimit } from './schema'

export const MilestoneJson = z
  .object({
    id: z.string(),
    goal_id: z.string(),
    description: z.string(),
    target_date: z.iso.date().nullable(),
    completed: z.boolean(),
    completed_at: Instant.nullable(),
    position: z.int().min(1).meta({ description: 'Position within the goal, starting at 1.' }),
    seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Milestone' })

/** @param place 1 for the first */
export const milestoneJson = (
  { completed_at, completed_on, created_at, updated_at, rank: _, ...milestone }: EditedMilestone,
  place: number,
) => ({
  ...milestone,
  completed: completed_at !== null,
  completed_at: isoOrNull(completed_at),
  position: place,
  created_at: iso(created_at),
  updated_at: iso(updated_at),
})

const fields = {
  description: withLength(milestoneFields.description, { minLength: 1, maxLength: descriptionLimit }),
  target_date: dateInput.nullable().optional(),
  completed: z.boolean('Enter true or false').optional().meta({ description: 'Whether it is reached.' }),
}

export const NewMilestoneBody = z.strictObject(fields).meta({ id: 'NewMilestone', example: { description: 'Outline' } })

const noPlace = `Enter a position from 1 to ${milestoneLimit}`

export const MilestonePatch = z
  .strictObject({
    ...fields,
    description: fields.description.optional(),
    position: z
      .int(noPlace)
      .min(1, noPlace)
      .max(milestoneLimit, noPlace)
      .optional()
      .meta({ description: 'Moves it to this position; a higher number means last.' }),
    seq: seqInput,
  })
  .meta({ id: 'MilestonePatch', example: { completed: true } })
