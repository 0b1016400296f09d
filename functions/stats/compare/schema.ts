import { z } from 'zod'
import { bothDates, figureFields } from '../explain/schema'

/** `by=now` ends the earlier days at the present time of day. */
export const CompareQuery = z
  .object({ ...figureFields, by: z.literal('now', 'Use now, or leave it out').optional() })
  .superRefine(bothDates)
export type CompareQuery = z.output<typeof CompareQuery>
