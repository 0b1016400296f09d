import { z } from 'zod'
import { DateRange } from '../../ledger/date-range'
import { presetRange, presets } from '../../ledger/range'
import { figureSubject } from '../../ledger/subject'
import { isDate, type Range } from '../../lib/days'
import { isOrg, type Org } from '../../lib/org'

/** Breakdowns of the page, in the order of its tabs. */
export const divisions = [
  'project',
  'client',
  'organization',
  'classification',
  'goal',
  'plan',
  'chunk',
  'task',
  'repo',
  'tag',
  'weekday',
  'hour',
] as const

export const division = z.enum(
  divisions,
  'Choose project, client, organization, classification, goal, plan, chunk, task, repo, tag, weekday or hour',
)
export type Division = z.infer<typeof division>

const Options = z.object({
  range: z.enum([...presets, 'all'], 'Choose a range').default('30'),
  group: z.enum(['day', 'week', 'month'], 'Choose day, week or month').optional(),
  by: z.enum(divisions, 'Choose a breakdown').default('project'),
  /** With previous period. */
  compare: z.literal('1', 'Use 1 to compare, or leave it out').optional(),
  /** The calendar's month on a phone, which has no room for a year. */
  month: z
    .string()
    .refine((month) => isDate(`${month}-01`), 'Choose a month, such as 2026-03')
    .optional(),
  /** Limits everything to what has it. */
  subject: figureSubject,
})
type Options = z.output<typeof Options>

/** `range` is null for all time. */
export type StatsQuery = { range: Range | null } & Pick<Options, 'group' | 'month' | 'by' | 'compare' | 'subject'>

/** Parameters of a link to the same page. They keep a named range by its name: tomorrow it has other dates. */
export type StatsParams = Partial<
  Range & Pick<Options, 'range' | 'group' | 'by' | 'compare' | 'subject'> & { org: Org }
>

type Errors = Partial<Record<'from' | 'to' | keyof Options, string[]>>

/** Two dates take precedence over a named range. */
export const parseStatsQuery = (
  input: Record<string, string | undefined>,
  today: string,
): { query: StatsQuery; params: StatsParams } | { errors: Errors } => {
  const options = Options.safeParse(input)
  const dates = input.from === undefined && input.to === undefined ? undefined : DateRange.safeParse(input)
  if (options.success && (!dates || dates.success)) {
    const { range, group, month, by, compare, subject } = options.data
    const namedRange = range === 'all' ? null : presetRange(range, today)
    return {
      query: { range: dates ? dates.data : namedRange, group, month, by, compare, subject },
      params: {
        ...(dates?.data ?? { range }),
        group,
        by: by === 'project' ? undefined : by,
        compare,
        subject: subject === 'all' ? undefined : subject,
        // Breakdowns replace the address of the page.
        org: isOrg(input.org) ? input.org : undefined,
      },
    }
  }
  return {
    errors: {
      ...(options.error && z.flattenError(options.error).fieldErrors),
      ...(dates?.error && z.flattenError(dates.error).fieldErrors),
    },
  }
}
