import { z } from 'zod'
import type { UnlockCondition } from '../../app-rules/schema'
import { duration, exactDuration } from '../../lib/format'
import { tagLimit } from '../../lib/tags'
import { secondsOf } from '../../lib/typed-time'

/** Value of the form for the daily target, which counts all time of the day. */
export const dailyTarget = 'target'

const leastSeconds = 60
const mostSeconds = { day: 86_400, week: 7 * 86_400 } as const

/** `conditionSubjects` checks that it is the person's own. */
const subjectPattern = new RegExp(`^(all|(project|goal):[\\w-]{1,64}|tag:#[^,]{1,${tagLimit}})$`, 'u')
const subjectMessage = 'Choose what counts: all time, a project, a goal or a tag'
const periodMessage = 'Choose day or week'

const subject = z.string(subjectMessage).regex(subjectPattern, subjectMessage)
const period = z.enum(['day', 'week'], periodMessage)

const secondsError = (seconds: number, per: UnlockCondition['period']) => {
  if (seconds >= leastSeconds && seconds <= mostSeconds[per]) return null
  return per === 'day' ? 'Enter 1 minute to 24 hours' : 'Enter 1 minute to 168 hours'
}

/** Check its subject with `conditionSubjects`. */
export const ConditionBody = z
  .strictObject({
    subject: subject.meta({ description: '`all`, `project:<id>`, `goal:<id>` or `tag:#<tag>`.', example: 'all' }),
    seconds: z
      .int('Enter whole seconds, or null for the daily target')
      .nullable()
      .meta({ description: 'How much is needed, from one minute to the whole day or week; null is the daily target.' }),
    period: period.meta({ description: 'Counted per day or week, in the person’s time zone.' }),
  })
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

/** Form fields that `readCondition` reads once they are valid. */
export const conditionFields = {
  after_subject: z.union([z.literal(dailyTarget), subject], subjectMessage),
  after_minutes: z.string('Enter the time as text').max(40, 'Enter a time such as 60, 1:30 or 2h').default(''),
  after_period: period.default('day'),
}

export type ConditionFields = z.output<z.ZodObject<typeof conditionFields>>

export const minutesError = ({ after_subject, after_minutes, after_period }: ConditionFields) => {
  if (after_subject === dailyTarget) return null
  if (after_minutes.trim() === '') return 'Enter how much time, such as 60, 1:30 or 2h'
  const seconds = secondsOf(after_minutes)
  return seconds === null ? 'Enter a time such as 60, 1:30 or 2h' : secondsError(seconds, after_period)
}

export const readCondition = ({ after_subject, after_minutes, after_period }: ConditionFields): UnlockCondition =>
  after_subject === dailyTarget
    ? { subject: 'all', seconds: null, period: 'day' }
    : { subject: after_subject, seconds: secondsOf(after_minutes), period: after_period }

export const fieldsOfCondition = ({ subject, seconds, period }: UnlockCondition): ConditionFields => ({
  after_subject: seconds === null ? dailyTarget : subject,
  after_minutes: seconds === null ? '' : exactDuration(seconds),
  after_period: period,
})

/** To the second where it is not whole minutes: `1h`, `1h 15m 30s`. */
export const amountWords = (seconds: number) => (seconds % 60 === 0 ? duration(seconds) : exactDuration(seconds))

export const periodWords = (period: UnlockCondition['period']) => (period === 'day' ? 'today' : 'this week')

/**
 * For example `after 1h of Thesis today`, `after 2h tracked this week`, `after the daily target`.
 * @param name of the subject
 */
export const conditionWords = ({ subject, seconds, period }: UnlockCondition, name?: string) => {
  if (seconds === null) return 'after the daily target'
  return `after ${amountWords(seconds)} ${subject === 'all' ? 'tracked' : `of ${name ?? 'a deleted item'}`} ${periodWords(period)}`
}
