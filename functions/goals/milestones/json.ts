import { z } from 'zod'
import { dateInput, Instant, rowMembers } from '../../lib/api/values'
import { bodiesOf } from '../../lib/resource/members'
import { MilestoneRow, milestoneFields, milestoneLimit } from './schema'

export const MilestoneJson = MilestoneRow.omit({ completed_on: true })
  .extend({
    target_date: z.iso.date().nullable(),
    position: z.int().min(1).meta({ description: 'Position within the goal, starting at 1.' }),
    ...rowMembers,
    completed: z.boolean(),
    completed_at: Instant.nullable(),
  })
  .meta({ id: 'Milestone' })

const noPlace = `Enter a position from 1 to ${milestoneLimit}`

export const milestoneBodies = bodiesOf({
  id: 'Milestone',
  fields: {
    description: milestoneFields.description,
    target_date: dateInput.nullable().optional(),
    completed: z.boolean('Enter true or false').optional().meta({ description: 'Whether it is reached.' }),
  },
  ofEdit: {
    position: z
      .int(noPlace)
      .min(1, noPlace)
      .max(milestoneLimit, noPlace)
      .optional()
      .meta({ description: 'Moves it to this position; a higher number means last.' }),
  },
  examples: { create: { description: 'Outline' }, patch: { completed: true } },
})
