import { z } from 'zod'
import { Instant } from '../../lib/api/values'
import { cleanLine } from '../../lib/text/text'

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
    .refine(isLimitScope, 'Enter all, or category: and a name')
    .meta({ description: '`all`, or `category:<name>` with a category of the list.', example: 'category:Video' }),
})

const reasonLimit = 200

export const ExtensionBody = z
  .strictObject({
    seconds: z
      .int('Enter whole seconds')
      .min(60, 'Enter 60 to 1800 seconds')
      .max(1800, 'Enter 60 to 1800 seconds')
      .meta({ description: '60 to 1800.' }),
    reason: z
      .string('Enter why')
      .transform(cleanLine)
      .pipe(z.string().min(1, 'Enter why').max(reasonLimit, `Enter at most ${reasonLimit} characters`)),
  })
  .meta({ id: 'NewLimitExtension', example: { seconds: 300, reason: 'The last five minutes of the film' } })

export const ExtensionJson = ExtensionRow.omit({ seq: true, over_seconds: true })
  .extend({ created_at: Instant })
  .meta({ id: 'LimitExtension' })
