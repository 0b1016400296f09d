import { z } from 'zod'
import { appFields } from '../../app-rules/find-app'
import { type ConditionFields, conditionFields, minutesError } from '../../app-rules/unlock-condition'
import { PackageName } from '../../lib/package-name'
import { seenVersion } from '../../lib/version'
import { ruleChoice } from '../schema'

const seq = seenVersion('rule')

export const checkMinutes = (typed: ConditionFields, context: z.core.$RefinementCtx) => {
  const message = minutesError(typed)
  if (message) context.addIssue({ code: 'custom', path: ['after_minutes'], message })
}

export const NewEarnedForm = z.object({ ...appFields, ...conditionFields }).superRefine(checkMinutes)

export const EarnedForm = z.object({ package_name: PackageName, ...conditionFields, seq }).superRefine(checkMinutes)
export type EarnedForm = z.infer<typeof EarnedForm>

export const RemoveForm = z.object({ package_name: PackageName, rule: ruleChoice, seq })

export const EarnedQuery = z.object({ package_name: PackageName.optional().catch(undefined) })
