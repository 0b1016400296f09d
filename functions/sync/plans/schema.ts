import { z } from 'zod'
import { planStatus } from '../../plans/schema'
import { instant, listOf } from '../values'

const noStatus = 'Choose not-started, in-progress, completed or archived'

/** Members of a plan that a delta may have. Unknown ones are ignored: a tracker sends more columns. */
export const PlanMembers = z
  .object({
    title: z.string('Enter the title as text'),
    status: z
      .string(noStatus)
      .transform((text) => text.replaceAll('-', '_'))
      .pipe(planStatus),
    tags: listOf(z.array(z.string('Enter each tag as text'), 'Enter the tags as a list of strings').max(100)),
    total_hours: z.number('Enter hours').min(0, 'Enter 0 hours or more').max(100_000).nullable(),
    content: z.string('Enter the markdown as text'),
    created_at: instant,
  })
  .partial()
