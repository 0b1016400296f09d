import { z } from 'zod'
import { countsOf, filterIn } from '../../ledger/goal-tree'
import { chosenFilter, countedPattern, countedText, GoalFilterJson } from '../../ledger/subject'
import { Instant, idInput } from '../../lib/api/values'
import { markGroups } from '../../lib/filter'
import {
  choiceField,
  choiceOrNone,
  dayField,
  filingField,
  foldAway,
  jsonSchemas,
  minuteField,
  numberField,
  textField,
  titleField,
  wholeFormOnly,
} from '../../lib/resource/fields'
import { filingFields } from '../../lib/resource/filing'
import { defineKind } from '../../lib/resource/kind'
import { durationMember, lineMember, requiredLine } from '../../lib/resource/members'
import { duration, shortWeekdays } from '../../lib/text/format'
import { encodeTexts, nameKey } from '../../lib/text/text'
import { typedMinutes } from '../../lib/time/duration'
import { weekdaysOf } from '../../line/phrases'

/** Maximum lengths of a goal's texts, in characters. */
export const goalTitleLimit = 200
export const descriptionLimit = 5_000
export const categoryLimit = 50
export const unitLimit = 20

/** Default categories, by key. A person can remove each of them. Further categories have no keys, only names. */
export const categoryNames = {
  technical: 'Technical',
  soft_skill: 'Soft skill',
  hiring_readiness: 'Hiring readiness',
  personal: 'Personal',
}

export const isDefaultCategory = (category: string) => Object.hasOwn(categoryNames, category)

/** Stored category of a goal without one. */
export const noCategory = 'none'
export const noCategoryName = 'No category'

const knownNames = new Map(Object.entries({ ...categoryNames, [noCategory]: noCategoryName }))
const categoryKeys = new Map([...knownNames].map(([key, name]) => [nameKey(name), key]))

export const categoryName = (category: string) => knownNames.get(category) ?? category

/** A category's key or name. The name of a default category, or of "no category", is read as its key. */
export const goalCategory = requiredLine(categoryLimit, {
  none: 'Enter a category',
  subject: 'A category has',
}).transform((name) => categoryKeys.get(nameKey(name)) ?? name)

export const kindNames = { weekly: 'Weekly', monthly: 'Monthly', rotation: 'Rotation', open: 'One-off' }

/** Statuses in the order of the list's groups. */
export const statusNames = {
  in_progress: 'In progress',
  not_started: 'Not started',
  completed: 'Completed',
  cancelled: 'Cancelled',
}

const sourceNames = {
  auto: 'Automatic',
  milestones: 'Milestones',
  time: 'Tracked time',
  plan: 'Plan',
  manual: 'Manual',
  times: 'Times',
  value: 'A number',
}

const progressSources =
  '`auto`: milestones if there are any, else tracked time if there is a target time, else subgoals, else manual. `plan`: the completed chunks of the plan `plan_id` that are not skipped.'

/** Source of progress in the API. Clients made before goals counted times and values use `progress_source`. */
export const measure = z
  .enum(['time', 'times', 'milestones', 'plan', 'value', 'manual'], 'Choose how progress is measured')
  .meta({ description: 'How progress is measured; `progress_source` is the same for older clients.' })

export const goalPace = z.enum(['behind', 'overdue', 'on_track'], 'Choose behind, overdue or on_track')
export type GoalPace = z.infer<typeof goalPace>

const periods = ['day', 'week', 'month', 'quarter', 'year'] as const
const noPeriod = 'Choose a period from the list'

export const periodUnit = z.enum(periods, noPeriod)
export type PeriodUnit = z.infer<typeof periodUnit>

/** Period in which a goal repeats; `once` for a goal that is reached once. */
const per = z.enum([...periods, 'once'], noPeriod)
export type Per = z.infer<typeof per>

export const perNames: Record<Per, string> = {
  once: 'in total',
  day: 'per day',
  week: 'per week',
  month: 'per month',
  quarter: 'per quarter',
  year: 'per year',
}

/** Things that can count as one time, with their labels. */
export const timesNames = {
  ticks: 'a tick of yours',
  days: 'a day with time',
  sessions: 'a session',
  tasks: 'a finished task',
  cards: 'a reviewed card',
  chunks: 'a finished chunk',
}
export type TimesOf = keyof typeof timesNames

export const directionNames = { at_least: 'at least', at_most: 'at most' }

const noPercentage = 'Enter a whole number from 0 to 100'

export const percentage = z
  .string(noPercentage)
  .trim()
  .regex(/^(\d{1,2}|100)?\s*%?$/, noPercentage)
  .transform((text) => Number.parseInt(text || '0', 10))

const percentageJson = z.int().min(0).max(100)

const minutesLimits = { min: 1, max: 100_000 * 60 }

/** The target time in the API, in minutes. */
export const targetMinutes = z.int().min(minutesLimits.min).max(minutesLimits.max).nullable()

const typedHours = durationMember(
  { ...minutesLimits, unit: 'h' },
  'Enter a time such as 60h or 1:30',
  'Enter 1 minute to 100,000 hours',
)

const daySeconds = durationMember({ min: 1, max: 24 * 60 }, 'Enter a time such as 20m', 'Enter 1 minute to 24 hours')

const durationOrNone = (seconds: number | null) => (seconds === null ? '' : duration(seconds))

/** `Mon, Wed, Fri`; empty for every day. */
export const daysText = (on_days: string | null) =>
  on_days === '12345' ? 'weekdays' : shortWeekdays([...(on_days ?? '')].map(Number))

const noDays = 'Enter weekdays such as mon, wed, fri'

/** Parses weekdays into their digits; null for an empty text. */
const weekdaysOrNone = z
  .string(noDays)
  .trim()
  .transform((text, { addIssue }) => {
    if (text === '') return null
    const digits = /^[1-7]{1,7}$/.test(text) ? [...new Set(text)] : weekdaysOf(text).map(String)
    if (digits.length > 0) return digits.toSorted().join('')
    addIssue(noDays)
    return z.NEVER
  })

const daysJson = z
  .array(z.int().min(1).max(7))
  .max(7)
  .nullable()
  .meta({ description: 'ISO weekdays that count; null for all.' })

const subjects = z.array(z.string().regex(countedPattern))

/** JSON of the column `counts`: alternative subjects, or the groups of a filter. */
export const CountsColumn = subjects.or(z.strictObject({ all: z.array(subjects.min(1)).max(2), none: subjects }))

const countsJson = GoalFilterJson.nullable().meta({
  description:
    'Subjects whose time the goal counts, such as `project:<id>`, `tag:#deep`, `client:=Acme`, `classification:learning`, `all`. Null for sessions with this goal.',
})

export const appsJson = GoalFilterJson.nullable().meta({
  description: 'Apps whose reported time it counts, by package name or `category:<name>`. Null for tracked time.',
})

export const goalKind = defineKind(
  'goal',
  {
    title: titleField(goalTitleLimit),
    progress_source: wholeFormOnly({
      ...choiceField('Progress', sourceNames, 'auto', 'Choose how progress is measured', {
        as: 'radios',
        about: `${progressSources} The default for a new goal.`,
      }),
      short: 'Progress source',
      json: z.enum(['auto', 'milestones', 'time', 'plan', 'manual']).meta({ description: progressSources }),
    }),
    /** Set if `progress_source` is `plan`. */
    plan_id: {
      label: 'Plan',
      column: z.string().nullable(),
      member: filingFields.plan_id,
      input: idInput.nullable().optional().meta({
        description: 'One of your plans; required when progress comes from a plan.',
      }),
      json: z.string().nullable().meta({
        description: 'The plan that measures progress; null for other sources. A deleted plan keeps its last progress.',
      }),
      fresh: null,
      control: { as: 'select', isWhole: true, props: {} },
    },
    direction: {
      ...choiceField('Target', directionNames, 'at_least', 'Choose at least or at most'),
      short: 'Direction',
    },
    target_minutes: {
      label: 'Hours',
      short: 'Target time',
      column: z.int().nullable(),
      member: typedHours.optional(),
      input: targetMinutes.optional().meta({ description: 'Required when progress comes from tracked time.' }),
      fresh: null,
      typed: typedMinutes,
      words: (minutes: number | null) => durationOrNone(minutes === null ? null : minutes * 60),
      control: { as: 'input', props: { maxlength: 40, placeholder: '10h' } },
    },
    /** Number of times, or the value to reach. */
    target: numberField('How many', {
      short: 'Target',
      placeholder: '3',
      about: 'Seconds for time, else the number of times, or the value to reach.',
    }),
    /** The unit of `target`, such as `pages`. */
    unit: {
      label: 'Unit',
      column: z.string().nullable(),
      member: lineMember(unitLimit, { none: 'Enter a unit such as pages', subject: 'A unit has' })
        .transform((unit) => unit || null)
        .optional(),
      ...jsonSchemas(z.string().max(unitLimit).nullable()),
      fresh: null,
      words: (unit: string | null) => unit ?? '',
      control: { as: 'input', isWhole: true, props: { maxlength: unitLimit, placeholder: 'pages, kg', dir: 'auto' } },
    },
    /** Null if `kind` implies the period. */
    period: {
      label: 'Period',
      column: per.nullable(),
      member: per.optional(),
      ...jsonSchemas(per.meta({ description: '`once` for a goal that is reached once.' })),
      fresh: null,
      names: perNames,
      words: (unit: Per | null) => (unit ? perNames[unit] : ''),
      control: { as: 'select', props: {} },
    },
    /** Set if `progress_source` is `times`. */
    times_of: choiceOrNone('Counts as one time', timesNames, 'Choose what is counted as one time', {
      about: 'What counts as one time, for the measure `times`.',
    }),
    day_seconds: {
      label: 'With at least',
      short: 'At least',
      column: z.int().nullable(),
      member: daySeconds.transform((minutes) => (minutes === null ? null : minutes * 60)).optional(),
      ...jsonSchemas(
        z.int().min(60).max(86_400).nullable().meta({ description: 'Minimum time of a day that counts as one time.' }),
      ),
      fresh: null,
      typed: durationOrNone,
      words: durationOrNone,
      control: { as: 'input', isWhole: true, props: { maxlength: 40, placeholder: 'any time' } },
    },
    start_value: numberField('Now', {
      short: 'Value at the start',
      placeholder: '0',
      about: 'The value at the start.',
    }),
    /** Digits of ISO weekdays; null for all days. */
    on_days: {
      label: 'Days',
      column: z.string().nullable(),
      member: weekdaysOrNone.optional(),
      input: daysJson
        .transform((days) => (days === null ? null : [...new Set(days)].sort().join('') || null))
        .optional(),
      json: daysJson,
      fresh: null,
      typed: daysText,
      words: daysText,
      control: { as: 'input', props: { maxlength: 60, placeholder: 'every day, or mon, wed, fri' } },
    },
    target_date: dayField('Target date', 'Enter a target date such as 2026-11-27', {
      aboutInput: 'Not before the start.',
    }),
    /** JSON list of subjects (ledger/subject.ts) or a filter (lib/filter.ts). Null: the goal's own sessions count. */
    counts: {
      label: 'Counts',
      column: z.string().nullable(),
      member: chosenFilter('Choose what counts from the list').transform(countsOf).optional(),
      input: countsJson.transform((list) => countsOf(list ? countedText(list) : '')).optional(),
      json: countsJson,
      fresh: null,
      typed: (counts: string | null) => encodeTexts(markGroups(filterIn(counts))),
      control: { as: 'select', props: {} },
    },
    reminder_minute: foldAway(minuteField('Remind at', 'Minutes after midnight: reminds of a habit that is not done.')),
    status: foldAway(choiceField('Status', statusNames, 'not_started', 'Choose a status from the list')),
    category: {
      label: 'Category',
      column: z.string(),
      member: goalCategory.optional(),
      input: goalCategory.optional().meta({
        description: '`technical`, `soft_skill`, `hiring_readiness`, `personal`, a name of your own, or `none`.',
      }),
      fresh: 'personal',
      typed: categoryName,
      words: categoryName,
      control: {
        as: 'input',
        isMore: true,
        props: { required: true, maxlength: categoryLimit, dir: 'auto', autocomplete: 'off' },
      },
    },
    start_date: foldAway(dayField('Start', 'Enter a start date such as 2026-09-01')),
    parent_id: {
      label: 'Parent goal',
      column: z.string().nullable(),
      member: filingFields.goal_id,
      input: idInput.nullable().optional().meta({
        description: 'One of your goals that isn’t a subgoal of this one.',
      }),
      json: z.string().nullable().meta({ description: 'The parent goal; null if there is none.' }),
      fresh: null,
      control: { as: 'select', isMore: true, props: {} },
    },
    organization_id: foldAway(filingField('organization_id', { isShort: true, isPresent: true })),
    progress_percentage: {
      label: 'Progress (%)',
      short: 'Progress',
      column: z.int(),
      member: percentage.optional(),
      input: percentageJson.optional().meta({
        description:
          'Set manually. If progress is measured, only the current value is accepted; completed goals show 100.',
      }),
      json: percentageJson.meta({
        description: 'Measured from time, milestones, a plan or subgoals if there are any; otherwise as set manually.',
      }),
      fresh: 0,
      words: (percentage: number) => `${percentage}%`,
      control: { as: 'input', isMore: true, isWhole: true, props: { type: 'number', min: 0, max: 100, step: 1 } },
    },
    description: foldAway(
      textField('Description', descriptionLimit, {
        none: 'Enter the description as text',
        subject: 'A description has',
      }),
    ),
    /** The period for older clients. A form has `period` instead. */
    kind: {
      ...choiceField('Kind', kindNames, 'open', 'Choose a kind from the list'),
      control: { as: 'none', props: {} },
    },
  },
  {
    /** local dates of creation and completion */
    created_on: z.string().nullable(),
    completed_on: z.string().nullable(),
    /** epoch ms */
    completed_at: z.int().nullable(),
  },
  {
    created_on: null,
    completed_on: null,
    completed_at: Instant.nullable(),
    measure,
    apps: appsJson,
    reached: z
      .number()
      .nullable()
      .meta({ description: 'In the current period, or in total, in the unit of `target`.' }),
    missing: z.number().nullable().meta({ description: 'What is left to reach the target, or of the limit.' }),
    needed_a_day: z
      .number()
      .nullable()
      .meta({ description: 'What is missing, per day of `days_left`; null if nothing is missing or there is no end.' }),
    days_left: z
      .int()
      .meta({ description: 'Days that count from today to the end of the period, or the target date.' }),
    pace: goalPace.nullable().meta({
      description: 'Null if the goal has ended, hasn’t started or has no target date.',
    }),
    is_habit: z
      .boolean()
      .meta({ description: 'A goal of ticks for each of its periods, or of time for each day; not a limit.' }),
    tracked_seconds: z.int().meta({ description: 'All time tracked on it and its subgoals.' }),
  },
)

export const goalStatus = goalKind.fields.status.column
