import { z } from 'zod'
import { PackageName } from '../../lib/package-name'
import { seenVersion } from '../../lib/version'
import { ruleChoice } from '../bulk/schema'
import { conditionFields, minutesError } from '../rules/unlock-condition'

const seq = seenVersion('rule')

/** An app that is made earned. What is typed around the name is none of it. */
export const NewEarnedForm = z
  .object({ package_name: z.string('Give the package name').trim().pipe(PackageName), ...conditionFields })
  .superRefine((typed, context) => {
    const message = minutesError(typed)
    if (message) context.addIssue({ code: 'custom', path: ['after_minutes'], message })
  })

/** The same of an app that is earned, as it was seen. */
export const EarnedForm = z.object({ ...NewEarnedForm.shape, seq }).superRefine((typed, context) => {
  const message = minutesError(typed)
  if (message) context.addIssue({ code: 'custom', path: ['after_minutes'], message })
})
export type EarnedForm = z.infer<typeof EarnedForm>

/** An app that is earned no more. */
export const RemoveForm = z.object({ package_name: PackageName, rule: ruleChoice, seq })

/** Which app is asked for; what is no name is none. */
export const EarnedQuery = z.object({ package_name: PackageName.optional().catch(undefined) })
