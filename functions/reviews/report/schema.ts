import { z } from 'zod'
import { DateRange, requireBothDates } from '../../ledger/date-range'
import { relativeRange, relativeRanges } from '../../ledger/range'
import { combineFilter, figureSubject, filterFields } from '../../ledger/subject'
import { dateInput, orgTimeInput } from '../../lib/api/values'
import { partsOf } from '../../lib/filter'
import { isOrg, type Org } from '../../lib/org'
import { decodeTexts } from '../../lib/text/text'
import type { Range } from '../../lib/time/days'
import { type Division, divisions, type Rounding, roundingSteps } from './build'

const division = z.enum(divisions, `Choose ${divisions.slice(0, -1).join(', ')} or month`)

/** Up to two divisions as text: `project,week`. */
const grouping = z
  .string('Choose up to two groups')
  .transform((text) => text.split(',').filter(Boolean))
  .pipe(z.array(division).max(2, 'Choose up to two groups'))
  .refine((groups) => new Set(groups).size === groups.length, 'Choose two different groups')

const roundingMessage = 'Choose none, or up, nearest or down with 1, 5, 6, 15 or 30 minutes, such as up:15'

/** `none`, or the mode and the step in minutes: `up:15`. */
const rounding = z.string(roundingMessage).transform((text, { addIssue }): Pick<Rounding, 'mode' | 'minutes'> => {
  const [, mode, minutes] = /^(up|nearest|down):(\d{1,2})$/.exec(text) ?? []
  if (text === 'none' || text === '') return { mode: 'none', minutes: 1 }
  if (mode && roundingSteps.some((step) => step === Number(minutes)))
    return { mode: mode as Rounding['mode'], minutes: Number(minutes) }
  addIssue(roundingMessage)
  return z.NEVER
})

/** Unit to round; by default each entry. */
const per = z.enum(['entry', 'sum'], 'Choose entry or sum').optional()

const shown = z.enum(['0', '1'], 'Use 1 or 0')

/** Parses a text that `reportMembers` has validated. */
export const parseRounding = (text: string) => rounding.parse(text)
export const parseGroups = (text: string) => grouping.parse(text)

/** Members of a saved report, stored as text. */
export const reportMembers = {
  /** A form has two lists with this name. */
  grouping: z
    .union([z.string(), z.array(z.string())], 'Choose up to two groups')
    .transform((given) =>
      [given]
        .flat()
        .flatMap(decodeTexts)
        .flatMap((one) => one.split(','))
        .filter(Boolean)
        .join(','),
    )
    .refine((text) => grouping.safeParse(text).success, 'Choose up to two groups'),
  rounding: z
    .string(roundingMessage)
    .transform((text) => text || 'none')
    .refine((text) => rounding.safeParse(text).success, roundingMessage),
  per: z.enum(['entry', 'sum'], 'Choose entry or sum'),
}

/** Default groups of a report. */
const usualGroups: Division[] = ['project', 'week']

const reportFields = {
  group: grouping.default(usualGroups),
  rounding: rounding.default({ mode: 'none', minutes: 1 }),
  per,
  sessions: shown.default('0'),
  notes: shown.default('0'),
  amounts: shown.default('1'),
}

const Options = z.object({
  ...reportFields,
  range: z.enum(relativeRanges, 'Choose a period').default('this-month'),
  subject: figureSubject,
})

/** Options of a report: filter, groups, rounding, and visible parts. */
export type ReportQuery = {
  range: Range
  subject: string
  groups: Division[]
  rounding: Rounding
  withSessions: boolean
  withNotes: boolean
  withAmounts: boolean
}

/** Subject of a filter's client, if the filter has a single one; otherwise undefined. */
export const singleClient = (subject: string) =>
  partsOf(subject).all.find(
    ([first = '', ...more]) => more.length === 0 && /^(organization:(?!none$)|client:=)/.test(first),
  )?.[0]

/** Unrounded sums and amounts of all time. */
export const unroundedQuery: Omit<ReportQuery, 'range'> = {
  subject: 'all',
  groups: [],
  rounding: { mode: 'none', minutes: 1, per: 'sum' },
  withSessions: false,
  withNotes: false,
  withAmounts: true,
}

/** URL parameters of the same report. A named period stays named, so that its dates move with time. */
export type ReportParams = Record<
  'from' | 'to' | 'range' | 'group' | 'rounding' | 'per' | 'sessions' | 'notes' | 'amounts' | 'subject',
  string | undefined
> & {
  org?: Org
}

export type ReportErrors = Partial<Record<string, string[]>>

const roundingText = ({ mode, minutes }: Pick<Rounding, 'mode' | 'minutes'>) =>
  mode === 'none' ? 'none' : `${mode}:${minutes}`

/** Unit of rounding for menus and saved reports. Without rounding, amounts are calculated from sums. */
export const roundingUnit = (mode: Rounding['mode'], per: Rounding['per'] = 'entry') => (mode === 'none' ? 'sum' : per)

type Read = Pick<z.output<typeof Options>, keyof typeof reportFields>

const queryOfRead = ({ group, rounding, per, sessions, notes, amounts }: Read) => ({
  groups: group,
  rounding: { ...rounding, per: roundingUnit(rounding.mode, per) },
  withSessions: sessions === '1',
  withNotes: notes === '1',
  withAmounts: amounts === '1',
})

/** Parses the URL of a report. A named period takes precedence over dates. @param weekStart ISO weekday */
export const parseReport = (
  input: Record<string, string | undefined>,
  today: string,
  weekStart: number,
): { query: ReportQuery; params: ReportParams } | { errors: ReportErrors } => {
  const given: typeof input = {
    ...input,
    ...(input.then !== undefined && { group: [input.group, input.then].filter(Boolean).join(',') }),
  }
  const options = Options.safeParse({ ...given, range: given.range || undefined })
  const dates = !given.range && (input.from || input.to) ? DateRange.safeParse(input) : undefined
  if (!options.success || dates?.success === false) {
    return {
      errors: {
        ...(options.error && z.flattenError(options.error).fieldErrors),
        ...(dates?.error && z.flattenError(dates.error).fieldErrors),
      },
    }
  }
  const { range: name, subject, ...all } = options.data
  const { group, rounding, per, sessions, notes, amounts } = all
  const own = <T>(value: T, usual: T) => (value === usual ? undefined : String(value))
  return {
    query: { ...queryOfRead(all), subject, range: dates?.data ?? relativeRange(name, today, weekStart) },
    params: {
      from: dates?.data.from,
      to: dates?.data.to,
      range: dates ? undefined : name,
      group: own(group.join(','), usualGroups.join(',')),
      rounding: own(roundingText(rounding), 'none'),
      per: rounding.mode === 'none' ? undefined : per,
      sessions: own(sessions, '0'),
      notes: own(notes, '0'),
      amounts: own(amounts, '1'),
      subject: subject === 'all' ? undefined : subject,
      org: isOrg(input.org) ? input.org : undefined,
    },
  }
}

export const ReportApiQuery = z
  .object({
    from: dateInput.optional().meta({ description: 'The first day, inclusive; without both dates, this month.' }),
    to: dateInput.optional().meta({ description: 'The last day, inclusive. A range has at most 10 years.' }),
    ...filterFields,
    org: orgTimeInput,
    group: reportFields.group.meta({
      description: `Up to two of ${divisions.join(', ')}: \`project,week\`; empty for none.`,
    }),
    rounding: reportFields.rounding.meta({
      description: '`none`, or `up`, `nearest` or `down` with 1, 5, 6, 15 or 30 minutes: `up:15`.',
    }),
    per: per.meta({
      description:
        'Rounds each `entry`, or each `sum` of an innermost group at one rate. Without rounding, amounts are always rounded by `sum`.',
    }),
    sessions: reportFields.sessions.meta({ description: '`1` lists the entries of each innermost group.' }),
  })
  .superRefine(requireBothDates())
  .transform(combineFilter)
  .transform(({ from, to, range: name, org: _, subject, ...read }) => ({
    name,
    range: from === undefined || to === undefined ? null : { from, to },
    subject,
    ...queryOfRead({ ...read, notes: '1', amounts: '1' }),
  }))

const sums = {
  total_seconds: z.int(),
  rounded_seconds: z.int().meta({ description: 'Of billed time if anything has an amount, else of all time.' }),
  amounts: z.array(z.object({ currency: z.string(), amount: z.string() })),
}

const EntryJson = z.object({
  session_id: z.string(),
  date: z.string(),
  title: z.string(),
  notes: z.string(),
  seconds: z.int(),
  rounded_seconds: z.int().meta({ description: 'Its share if sums are rounded: shares add up to the sum.' }),
  billable: z.boolean(),
  hourly_rate: z.string().nullable(),
  currency: z.string().nullable(),
})

const innermost = { key: z.string(), label: z.string(), ...sums, entries: z.array(EntryJson).optional() }

export const ReportJson = z
  .object({
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    ...sums,
    lost: z.int().meta({ description: 'Number of entries or sums that rounding reduced to nothing.' }),
    groups: z.array(z.object({ ...innermost, groups: z.array(z.object(innermost)) })),
    entries: z.array(EntryJson).optional(),
  })
  .meta({ id: 'Report' })
