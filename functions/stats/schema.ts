import { z } from 'zod'
import { daysBetween, isDate, type Range } from '../lib/days'
import { classification } from '../projects/schema'

/** The ranges with a name, in the order in which they are offered. */
export const presets = ['7', '30', '90', '365', 'this-month', 'last-month'] as const
export type Preset = (typeof presets)[number]

/** What the page divides time by, in the order in which it is offered. */
export const divisions = ['project', 'client', 'classification', 'goal', 'repo', 'tag', 'weekday', 'hour'] as const

/** All that time can be divided by. */
export const division = z.enum(
  [...divisions, 'plan'],
  'Choose project, client, classification, goal, repo, tag, weekday, hour or plan',
)
export type Division = z.infer<typeof division>

/** How the time of a range is put into periods. */
export const grouping = z.enum(['day', 'week', 'month'], 'Choose day, week or month')
export type Grouping = z.infer<typeof grouping>

/** How many days a range may have: ten years with their leap days. */
const rangeLimit = 3_653

/** A date that has to be given. */
export const givenDate = z
  .string('Enter a date')
  .trim()
  .refine(isDate, {
    abort: true,
    error: ({ input }) =>
      input === '' ? 'Enter a date' : 'Enter a date that exists, as YYYY-MM-DD, from 1970 to 2199',
  })

/** Why there are no statistics of a range, as an issue with its end; undefined when there are. */
export const rangeIssue = ({ from, to }: Range) => {
  const issue = (message: string) => ({ code: 'custom' as const, path: ['to'], message })
  if (from > to) return issue('The range ends before it starts')
  return daysBetween(from, to) < rangeLimit ? undefined : issue('A range has at most 10 years')
}

/** Two dates, both inclusive. */
export const DateRange = z.object({ from: givenDate, to: givenDate }).superRefine((range, { addIssue }) => {
  const issue = rangeIssue(range)
  if (issue) addIssue(issue)
})

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

/** What a page asks for again: which one it is, and the version that it shows. */
export const LiveView = z.object({ v: z.string().optional(), view: z.enum(['dashboard', 'stats']).default('stats') })

/** The sums of a day, or of a longer period that begins with it. */
export const DaySum = z.object({ date: z.iso.date(), total_seconds: z.int(), session_count: z.int() })
export type DaySum = z.infer<typeof DaySum>

/** Whether there is a session behind sums: time, or a session of no time, or time carried over from a day before. */
export const hasSessions = (sums: Pick<DaySum, 'total_seconds' | 'session_count'>) =>
  sums.total_seconds > 0 || sums.session_count > 0

export const SubjectSum = z.object({ subject: z.string(), total_seconds: z.int(), session_count: z.int() })
export type SubjectSum = z.infer<typeof SubjectSum>

/** What a project or a goal is called; a goal has no client, no classification and no colour. A deleted one keeps its name. */
export const NamedSubject = z.object({
  subject: z.string(),
  label: z.string(),
  client: z.string(),
  classification: classification.nullable(),
  color: z.string().nullable(),
  deleted: z.literal([0, 1]),
})
export type NamedSubject = z.infer<typeof NamedSubject>
