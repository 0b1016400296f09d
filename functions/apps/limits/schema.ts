import { z } from 'zod'
import { Instant, withLength } from '../../lib/api/values'
import { isPackageName } from '../../lib/text/package-name'
import { cleanLine } from '../../lib/text/text'
import { secondsOf } from '../../lib/time/typed-time'
import { LimitBody } from '../app-rules/limit-body'
import type { TimeLimit } from '../app-rules/schema'

/** Time that a person added to a limit. */
export const ExtensionRow = z.object({
  id: z.string(),
  /** Scope of the limit: `app:<package name>`, `category:<name>` or `all`. */
  scope: z.string(),
  package_name: z.string(),
  /** Local date. */
  date: z.string(),
  seconds: z.int(),
  /** Use beyond the limit at that time, which is forgiven. */
  over_seconds: z.int(),
  reason: z.string(),
  seq: z.int(),
  /** epoch ms */
  created_at: z.int(),
})
export type ExtensionRow = z.infer<typeof ExtensionRow>

/** True for the scope of a limit that is no app's. */
export const isLimitScope = (scope: string) => scope === 'all' || /^category:.+/s.test(scope)

export const ScopeParam = z.object({
  scope: z
    .string()
    .max(200, 'Enter a scope of at most 200 characters')
    .regex(/^(all|category:.+)$/, 'Enter all, or category: and a name')
    .meta({ description: '`all`, or `category:<name>` with a category of the list.', example: 'category:Video' }),
})

const reasonLimit = 200

const Reason = z
  .string('Enter why')
  .transform(cleanLine)
  .pipe(z.string().min(1, 'Enter why').max(reasonLimit, `Enter at most ${reasonLimit} characters`))

const reason = withLength(Reason, { minLength: 1, maxLength: reasonLimit })

export const ExtensionBody = z
  .strictObject({
    seconds: z
      .int('Enter whole seconds')
      .min(60, 'Enter 60 to 1800 seconds')
      .max(1800, 'Enter 60 to 1800 seconds')
      .meta({ description: '60 to 1800.' }),
    reason,
  })
  .meta({ id: 'NewLimitExtension', example: { seconds: 300, reason: 'The last five minutes of the film' } })

export const ExtensionJson = ExtensionRow.omit({ seq: true, over_seconds: true })
  .extend({ created_at: Instant })
  .meta({ id: 'LimitExtension' })

/** Scope of a limit in a form, also of an app. */
const anyScope = z
  .string('Choose what to limit')
  .max(300, 'Choose what to limit')
  .refine((scope) => isLimitScope(scope) || isPackageName(scope.replace(/^app:/, '')), 'Choose what to limit')

export const ScopeForm = z.object({ scope: anyScope })

export const MoreForm = z.object({ scope: anyScope, reason })

/** Query of the forms. */
export const ScopeQuery = z.object({ scope: anyScope.optional().catch(undefined) })

const typedTime = z.string('Enter a time such as 10m').max(40, 'Enter a time such as 10m')

const limitFields = z.object({
  scope: anyScope,
  amount: z.string('Enter a time such as 30m or 1:30').max(40, 'Enter a time such as 30m or 1:30'),
  period: z.string('Choose day or week'),
  weekdays: z.union([z.string(), z.array(z.string())], 'Choose weekdays').optional(),
  extensions: z.string('Choose yes or no').optional(),
  /** Empty for none; absent where it stays. */
  grace: typedTime.optional(),
  earn_amount: typedTime.optional(),
  earn_per: typedTime.optional(),
  /** Subject whose time lengthens the limit; empty for none. */
  earn_of: z.string('Choose what counts').max(2_000, 'Choose what counts').optional(),
  earn_most: typedTime.optional(),
  /** The limit that the form shows, as `limitText`; empty for a new one. */
  seen: z.string('Reload the page').max(4_000, 'Reload the page').optional(),
})
type Fields = z.output<typeof limitFields>

/** Filters of several subjects are made in the API. */
const isOneSubject = (subject: string) => !/^[[{]/.test(subject)

const earnsOf = ({ earn_of = '', earn_amount = '', earn_per = '', earn_most = '' }: Fields) =>
  earn_of === ''
    ? null
    : {
        subject: isOneSubject(earn_of) ? earn_of : 'all',
        seconds: secondsOf(earn_amount) ?? 0,
        per_seconds: secondsOf(earn_per) ?? 0,
        at_most: secondsOf(earn_most) ?? 0,
      }

/** Fields of the members of a limit. */
const fieldNames: Record<string, keyof Fields> = {
  seconds: 'amount',
  grace_seconds: 'grace',
  'earns.subject': 'earn_of',
  'earns.seconds': 'earn_amount',
  'earns.per_seconds': 'earn_per',
  'earns.at_most': 'earn_most',
}

const parseLimit = (fields: Fields) => {
  const { amount, period, weekdays, extensions, grace } = fields
  return LimitBody.safeParse({
    grace_seconds: grace?.trim() ? (secondsOf(grace) ?? -1) : 0,
    earns: earnsOf(fields),
    seconds: secondsOf(amount) ?? 0,
    period,
    weekdays: weekdays === undefined ? null : [weekdays].flat().map(Number),
    extensions: extensions !== undefined,
  })
}

export const LimitForm = limitFields.superRefine((fields, { addIssue }) => {
  for (const { path, message } of parseLimit(fields).error?.issues ?? []) {
    const name = path.join('.')
    addIssue({ code: 'custom', path: [fieldNames[name] ?? name], message })
  }
})

/** The limit of a valid form. What has no field stays as in `before`. */
export const limitOfForm = (fields: Fields, before?: TimeLimit): TimeLimit => {
  const limit = LimitBody.parse(parseLimit(fields).data)
  const { grace, earn_of } = fields
  const earns = earn_of !== undefined && !isOneSubject(earn_of) && before?.earns ? before.earns.subject : undefined
  return {
    ...limit,
    ...(before && grace === undefined && { grace_seconds: before.grace_seconds }),
    ...(before && earn_of === undefined && { earns: before.earns }),
    ...(limit.earns && earns !== undefined && { earns: { ...limit.earns, subject: earns } }),
  }
}
