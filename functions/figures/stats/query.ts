import { z } from 'zod'
import { DateRange, requireBothDates } from '../../ledger/date-range'
import { relativeRange, relativeRanges } from '../../ledger/range'
import { DaySum, grouping } from '../../ledger/schema'
import { combineFilter, figureSubject, filterFields } from '../../ledger/subject'
import { dateInput, orgTimeInput } from '../../lib/api/values'
import { isOrg, type Org } from '../../lib/org'
import { isDate, type Range } from '../../lib/time/days'

/** Breakdowns of the statistics page, in the order of its tabs. */
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

/** Sections that are collapsed by default. */
const folds = ['shares', 'days', 'uses', 'apps', 'year', 'filter'] as const
export type StatsFold = (typeof folds)[number]

const isFold = (name: string) => folds.some((fold) => fold === name)

const Options = z.object({
  range: z.enum([...relativeRanges, 'all'], 'Choose a range').default('30'),
  group: z.enum(['day', 'week', 'month'], 'Choose day, week or month').optional(),
  by: z.enum(divisions, 'Choose a breakdown').default('project'),
  /** Stacks each bar by its largest projects or clients. */
  stack: z.enum(['project', 'client'], 'Choose project or client').optional(),
  /** Compares with the previous period. */
  compare: z.literal('1', 'Use 1 to compare, or leave it out').optional(),
  /** Month of the calendar. */
  month: z
    .string()
    .refine((month) => isDate(`${month}-01`), 'Choose a month, such as 2026-03')
    .optional(),
  /** Open sections: `days.apps` */
  open: z
    .string()
    .refine((open) => open.split('.').every(isFold), `Choose any of ${folds.join('.')}`)
    .optional(),
  /** Subject that limits all figures. */
  subject: figureSubject,
})
type Options = z.output<typeof Options>

/** A parsed query. `range`: null for all time. */
export type StatsQuery = { range: Range | null } & Omit<Options, 'range'>

/** Query parameters of a link to this page. A named range keeps its name, because its dates change daily. */
export type StatsParams = Partial<
  Range & Pick<Options, 'range' | 'group' | 'by' | 'stack' | 'compare' | 'open' | 'subject'> & { org: Org }
>

type Errors = Partial<Record<'from' | 'to' | keyof Options, string[]>>

/** A named period takes precedence over dates. @param weekStart an ISO weekday */
export const parseStatsQuery = (
  input: Record<string, string | undefined>,
  today: string,
  weekStart: number,
): { query: StatsQuery; params: StatsParams } | { errors: Errors } => {
  const options = Options.safeParse(input)
  const hasDates = !input.range && (input.from !== undefined || input.to !== undefined)
  const dates = hasDates ? DateRange.safeParse(input) : undefined
  if (options.success && (!dates || dates.success)) {
    const { range, month, ...shown } = options.data
    const { by, open, subject } = shown
    const namedRange = range === 'all' ? null : relativeRange(range, today, weekStart)
    return {
      query: { range: dates ? dates.data : namedRange, month, ...shown },
      params: {
        ...(dates?.data ?? { range }),
        ...shown,
        by: by === 'project' ? undefined : by,
        open: open?.replace(/\.?filter$/, '') || undefined,
        subject: subject === 'all' ? undefined : subject,
        // Switching the breakdown replaces the page's URL.
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

const range = {
  from: dateInput.optional().meta({ description: 'The first day, inclusive; without both dates, the last 30 days.' }),
  to: dateInput.optional().meta({ description: 'The last day, inclusive. A range has at most 10 years.' }),
}

export const StatsApiQuery = z
  .object({ ...range, ...filterFields, org: orgTimeInput, group: grouping.default('day') })
  .superRefine(requireBothDates())
  .transform(combineFilter)

const sums = { total_seconds: z.int(), session_count: z.int() }
const int = (description: string) => z.int().meta({ description })

export const StatsJson = z
  .object({
    from: z.string(),
    to: z.string(),
    group: grouping,
    subject: z.string(),
    total_seconds: z.int(),
    session_count: int('Sessions started in the range; each is counted on its first day.'),
    active_days: int('Days with tracked time.'),
    average_session_seconds: z.int(),
    focus_rounds: int('Finished rounds of a focus; one over midnight counts on its last day.'),
    current_streak: int('Consecutive days up to the end of the range, or today. Rest days and days off are skipped.'),
    longest_streak: z.int(),
    best_day: z.object({ date: z.string(), seconds: z.int() }).nullable(),
    series: z.array(DaySum).meta({
      description:
        'One element per period of the range, with its first date; weeks start on the account’s first weekday.',
    }),
    previous: z.object(sums).meta({ description: 'The period of the same length right before the range.' }),
  })
  .meta({ id: 'Stats' })

export const BreakdownApiQuery = z
  .object({ ...range, ...filterFields, org: orgTimeInput, by: division.default('project') })
  .superRefine(requireBothDates())
  .transform(combineFilter)

export const BreakdownJson = z
  .object({
    items: z.array(
      z.object({
        key: z
          .union([z.string(), z.int()])
          .nullable()
          .meta({
            description:
              'The id of a project, organization, goal, plan or task; `plan/chunk`; `owner/name` of a repository; a client, a classification or a tag by ' +
              'its name; a weekday from 1 (Monday) to 7; an hour from 0 to 23. Null if there is none, or for an hour that is ' +
              'not calculated yet. Empty for what several tags count more than once, as a negative time.',
          }),
        label: z.string(),
        ...sums,
      }),
    ),
    total_seconds: int('The sum of the items.'),
  })
  .meta({ id: 'Breakdown' })
