import { z } from 'zod'
import type { TimeLimit } from './schema'
import { period, secondsError, subjectMembers, subjectText } from './unlock-condition'

const wholeSeconds = (name: string, least = 60, most = 7 * 86_400) =>
  z
    .int(`Enter ${name} in whole seconds`)
    .min(least, `Enter at least ${least} seconds`)
    .max(most, `Enter at most ${most} seconds`)

const Earns = z
  .strictObject({
    ...subjectMembers,
    seconds: wholeSeconds('the time to add').meta({ description: 'Time added for each whole `per_seconds`.' }),
    per_seconds: wholeSeconds('the time to track'),
    at_most: wholeSeconds('the most time to add'),
  })
  .transform(({ seconds, per_seconds, at_most, ...counted }, context) => ({
    seconds,
    per_seconds,
    subject: subjectText(counted, context),
    at_most,
  }))

const weekdaysMessage = 'Choose weekdays from 1 (Monday) to 7'
const weekdayNumber = z.int(weekdaysMessage).min(1, weekdaysMessage).max(7, weekdaysMessage)

/** Limit of use in a request. The subjects of `earns` must be checked with `findSubjects`. */
export const LimitBody = z
  .strictObject({
    seconds: z
      .int('Enter whole seconds')
      .meta({ description: 'From one minute to the whole day or week.', minimum: 60, maximum: 604_800 }),
    period: period.meta({ description: 'Counted per day or week, in the person’s time zone.' }),
    weekdays: z
      .array(weekdayNumber, weekdaysMessage)
      .min(1, weekdaysMessage)
      .max(7, weekdaysMessage)
      .nullish()
      .transform((days) => {
        const chosen = [...new Set(days ?? [])].sort()
        return chosen.length === 0 || chosen.length === 7 ? null : chosen
      })
      .meta({ description: 'ISO weekdays on which it holds and use counts; null or omitted: every day.' }),
    grace_seconds: wholeSeconds('the grace', 0, 3600)
      .default(0)
      .meta({ description: 'Use beyond the limit before the app is blocked.' }),
    extensions: z.boolean('Enter true or false').default(true).meta({ description: 'False forbids to extend it.' }),
    earns: Earns.nullish().meta({ description: 'Tracked time that lengthens it.' }),
  })
  .transform(({ earns = null, ...limit }): TimeLimit => ({ ...limit, earns }))
  .superRefine(({ seconds, period }, { addIssue }) => {
    const message = secondsError(seconds, period)
    if (message) addIssue({ code: 'custom', path: ['seconds'], message })
  })
  .meta({ id: 'TimeLimit', description: 'Most use of the app, the category or all apps.' })

/** Check of a request that sets a rule, for `refine`. */
export const limitNeedsAllowed: [
  (rule: { is_whitelisted: boolean; limit?: TimeLimit | null }) => boolean,
  { path: string[]; message: string },
] = [
  ({ is_whitelisted, limit }) => is_whitelisted || !limit,
  { path: ['limit'], message: 'Only an allowed app can have a limit' },
]
