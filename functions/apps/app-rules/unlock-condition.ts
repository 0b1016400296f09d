import { z } from 'zod'
import { chosenFilter, countedPattern, countedText, GoalFilterJson } from '../../ledger/subject'
import { eachSubject, filterWords, markGroups } from '../../lib/filter'
import type { Preferences } from '../../lib/preferences'
import { duration, exactDuration } from '../../lib/text/format'
import { encodeTexts } from '../../lib/text/text'
import { addDays, datesBetween, dayStart, isoWeekday, type Range, weekOf } from '../../lib/time/days'
import { secondsOf } from '../../lib/time/typed-time'
import { type AppRule, makeRule, type TimeLimit, type UnlockCondition } from './schema'
import { type LimitUse, readLimits } from './time-limit'

type Period = UnlockCondition['period']

/** Form value for the daily target, which counts all tracked time of the day. */
export const dailyTarget = 'target'

const leastSeconds = 60
const mostSeconds = { day: 86_400, week: 7 * 86_400 } as const

/** True for a subject that can unlock apps. `findSubjects` checks that it belongs to the person. */
const canUnlock = (subject: string) => countedPattern.test(subject) && !/^(app|app-category|client):/.test(subject)
const subjectMessage = 'Choose what counts: all time, a project, a goal or a tag'
const periodMessage = 'Choose day or week'

const subject = z.string(subjectMessage).refine(canUnlock, subjectMessage)
export const period = z.enum(['day', 'week'], periodMessage)

export const secondsError = (seconds: number, per: Period) => {
  if (seconds >= leastSeconds && seconds <= mostSeconds[per]) return null
  return per === 'day' ? 'Enter 1 minute to 24 hours' : 'Enter 1 minute to 168 hours'
}

/** Members of a request that name what counts. Its subjects must be checked with `findSubjects`. */
export const subjectMembers = {
  subject: subject.nullish().meta({
    description:
      '`all`, `project:<id>`, `goal:<id>`, `tag:#<tag>`, `organization:<id>` (a client, too), `plan:<id>`, `repo:<owner>/<name>` or `classification:learning`. Null where `counts` names several.',
    example: 'all',
  }),
  counts: GoalFilterJson.nullish().meta({ description: 'A filter of several subjects, in place of `subject`.' }),
}

/** Returns the filter of `subjectMembers`, and adds their errors. */
export const subjectText = (
  { subject, counts }: z.output<z.ZodObject<typeof subjectMembers>>,
  { addIssue }: z.core.$RefinementCtx,
) => {
  const groups = counts && [counts.any_of, counts.and_any_of, counts.not]
  if (groups && (subject || !groups.every((group) => !group || group.every(canUnlock))))
    addIssue({ code: 'custom', path: ['counts'], message: subject ? 'Enter subject or counts' : subjectMessage })
  if (!counts && !subject) addIssue({ code: 'custom', path: ['subject'], message: subjectMessage })
  return counts ? countedText(counts) : (subject ?? '')
}

/** Condition in a request. */
export const ConditionBody = z
  .strictObject({
    ...subjectMembers,
    seconds: z
      .int('Enter whole seconds, or null for the daily target')
      .nullable()
      .meta({ description: 'How much is needed, from one minute to the whole day or week; null is the daily target.' }),
    period: period.meta({ description: 'Counted per day or week, in the person’s time zone.' }),
  })
  .transform(
    ({ seconds, period, ...counted }, context): UnlockCondition => ({
      subject: subjectText(counted, context),
      seconds,
      period,
    }),
  )
  .superRefine(({ subject, seconds, period }, context) => {
    const wrong = (field: keyof UnlockCondition, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (seconds !== null) {
      const message = secondsError(seconds, period)
      if (message) wrong('seconds', message)
      return
    }
    if (subject !== 'all') wrong('subject', 'The daily target counts all time: choose all, or enter seconds')
    if (period !== 'day') wrong('period', 'The daily target is per day: choose day, or enter seconds')
  })
  .meta({ id: 'After', description: 'Tracked time that unlocks the app.' })

/** Fields of a form that allows an app, blocks it, or unlocks it with tracked time. */
export const ruleTexts = {
  after_subject: z.union([z.string(), z.array(z.string())], subjectMessage).optional(),
  after_minutes: z.string('Enter the time as text').optional(),
  after_period: z.string(periodMessage).optional(),
}

type RuleTexts = z.output<z.ZodObject<typeof ruleTexts>>

const minutesError = (typed: string, seconds: number | null, per: Period) => {
  if (typed.trim() === '') return 'Enter how much time, such as 60, 1:30 or 2h'
  return seconds === null ? 'Enter a time such as 60, 1:30 or 2h' : secondsError(seconds, per)
}

const Condition = z
  .object({
    after_subject: chosenFilter(subjectMessage, (one) => one === dailyTarget || canUnlock(one)).refine(
      Boolean,
      subjectMessage,
    ),
    after_minutes: z.string().max(40, 'Enter a time such as 60, 1:30 or 2h').default(''),
    after_period: period.default('day'),
  })
  .transform(({ after_subject, after_minutes, after_period }, { addIssue }): UnlockCondition => {
    if (eachSubject(after_subject).includes(dailyTarget)) {
      if (after_subject !== dailyTarget)
        addIssue({
          code: 'custom',
          path: ['after_subject'],
          message: 'The daily target counts all time: choose it alone',
        })
      return { subject: 'all', seconds: null, period: 'day' }
    }
    const seconds = secondsOf(after_minutes)
    const message = minutesError(after_minutes, seconds, after_period)
    if (message) addIssue({ code: 'custom', path: ['after_minutes'], message })
    return { subject: after_subject, seconds, period: after_period }
  })

/** `remove` and `reset` remove the rule. Only `after` has a condition. */
type RuleAct = 'allow' | 'block' | 'after' | 'remove' | 'reset'

export type ReadRule =
  | { rule: AppRule | null; errors?: undefined }
  | { errors: Partial<Record<keyof RuleTexts, string[]>> }

export const readRule = (act: RuleAct, texts: RuleTexts): ReadRule => {
  if (act === 'remove' || act === 'reset') return { rule: null }
  if (act !== 'after') return { rule: makeRule(act === 'allow') }
  const { data: after, error } = Condition.safeParse(texts)
  return after
    ? { rule: makeRule(true, after) }
    : { errors: Object.fromEntries(error.issues.map(({ path, message }) => [path.join('.'), [message]])) }
}

/** Adds a rule's errors to the errors of its form. */
export const checkRule = ({ errors = {} }: ReadRule, { addIssue }: z.core.$RefinementCtx) => {
  for (const [field, messages] of Object.entries(errors)) {
    for (const message of messages) addIssue({ code: 'custom', path: [field], message })
  }
}

export const fieldsOfCondition = ({ subject, seconds, period }: UnlockCondition) => ({
  after_subject: seconds === null ? dailyTarget : encodeTexts(markGroups(subject)),
  after_minutes: seconds === null ? '' : exactDuration(seconds),
  after_period: period,
})

/** Formats seconds, with seconds only if they are not whole minutes: `1h`, `1h 15m 30s`. */
export const amountWords = (seconds: number) => (seconds % 60 === 0 ? duration(seconds) : exactDuration(seconds))

/** For example `at most 30m a day`, or `3h a week`. */
export const limitWords = ({ seconds, period }: Pick<TimeLimit, 'seconds' | 'period'>) =>
  `at most ${amountWords(seconds)} a ${period}`

export const periodWords = (period: Period) => (period === 'day' ? 'today' : 'this week')

/** Placeholder for the subjects of a person's own rule, which are private. */
export const privateSubject = 'private'

/** For example `after 1h of Thesis today`, `after 2h tracked this week`, `after the daily target`. */
export const conditionWords = (
  { subject, seconds, period }: UnlockCondition,
  nameOf: (one: string) => string = (one) => (one === privateSubject ? 'tracked time' : 'a deleted item'),
) => {
  if (seconds === null) return 'after the daily target'
  return `after ${amountWords(seconds)} ${subject === 'all' ? 'tracked' : `of ${filterWords(subject, nameOf)}`} ${periodWords(period)}`
}

/**
 * JSON in `change_heads.earned`, which triggers maintain: rules with a condition, seconds tracked under their subjects
 * by date, and coming days off.
 */
type Kept = {
  rules: [package_name: string, set_by: EarnedRule['set_by'], subject: string, seconds: number | null, period: Period][]
  days: Record<string, Record<string, number>>
  off: string[]
}

const noneKept: Kept = { rules: [], days: {}, off: [] }

export type EarnedRule = { package_name: string; set_by: 'user' | 'admin'; after: UnlockCondition }

/** Progress in whole seconds. */
export type UnlockProgress = {
  /** 0 if no time is required: the daily target on a rest day or a day off. */
  needed_seconds: number
  tracked_seconds: number
  /** 0 once the required time is reached. */
  missing_seconds: number
  /** The day or week that counts. */
  range: Range
  /** End of the range, when counting restarts (epoch ms). */
  until: number
}

export type EarnedRules = {
  rules: EarnedRule[]
  progress: (after: UnlockCondition) => UnlockProgress
  limits: LimitUse[]
}

/** Columns of `change_heads` with all that rules with a condition or a limit depend on. */
export type RulesHead = { earned: string | null; limits?: string | null }

type Person = Pick<Preferences, 'time_zone' | 'day_start_minute' | 'week_start' | 'rest_days' | 'daily_target_minutes'>

/** @param today in the person's zone */
export const readEarned = ({ earned, limits = null }: RulesHead, person: Person, today: string): EarnedRules => {
  const { rules, days, off }: Kept = earned === null ? noneKept : JSON.parse(earned)
  const needed = ({ seconds }: UnlockCondition) => {
    if (seconds !== null) return seconds
    const isFree = person.rest_days.includes(isoWeekday(today)) || off.includes(today)
    return isFree ? 0 : person.daily_target_minutes * 60
  }
  const progress = (after: UnlockCondition): UnlockProgress => {
    const range = after.period === 'day' ? { from: today, to: today } : weekOf(today, person.week_start)
    const tracked_seconds = datesBetween(range.from, range.to).reduce(
      (sum, date) => sum + (days[after.subject]?.[date] ?? 0),
      0,
    )
    const needed_seconds = needed(after)
    return {
      needed_seconds,
      tracked_seconds,
      missing_seconds: Math.max(0, needed_seconds - tracked_seconds),
      range,
      until: dayStart(addDays(range.to, 1), person),
    }
  }
  return {
    rules: rules.map(([package_name, set_by, subject, seconds, period]) => ({
      package_name,
      set_by,
      after: { subject, seconds, period },
    })),
    progress,
    limits: readLimits(limits, person, today, (subject, date) => days[subject]?.[date] ?? 0),
  }
}

/** True if a rule's condition is met, or if it has none. */
export const isUnlockedBy =
  ({ progress }: EarnedRules) =>
  ({ after }: { after: UnlockCondition | null }) =>
    after === null || progress(after).missing_seconds === 0
