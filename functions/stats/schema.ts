import { z } from 'zod'
import { presets } from '../ledger/range'
import { isDate } from '../lib/days'

/** What the page divides time by, in the order in which it is offered. */
export const divisions = ['project', 'client', 'classification', 'goal', 'repo', 'tag', 'weekday', 'hour'] as const

export const division = z.enum(
  [...divisions, 'plan'],
  'Choose project, client, classification, goal, repo, tag, weekday, hour or plan',
)
export type Division = z.infer<typeof division>

/** What the page of statistics can be asked for, beside a range of two dates. */
export const StatsView = z.object({
  range: z.enum([...presets, 'all'], 'Choose one of the ranges').default('30'),
  group: z.enum(['day', 'week', 'month'], 'Hours are shown by day, by week or by month').optional(),
  by: z.enum(divisions, 'Choose one of the breakdowns').default('project'),
  /** Beside the days before, as many. */
  compare: z.literal('1', 'A range is compared, or not').optional(),
  /** Which month the calendar shows where it has no room for a year. */
  month: z
    .string()
    .refine((month) => isDate(`${month}-01`), 'Choose a month, as YYYY-MM')
    .optional(),
})
