import { z } from 'zod'
import type { Rule } from '../app-rules/schema'
import { grouped } from '../lib/format'
import { isPackageName, PackageName } from '../lib/package-name'

/** `reset` removes the rule, so that the default applies again. */
export const ruleChoice = z.enum(['allow', 'block', 'reset'], 'Choose allow, block or back to default')
export type RuleChoice = z.infer<typeof ruleChoice>

export const ruleOfChoice = (choice: RuleChoice): Rule | null =>
  choice === 'reset' ? null : { is_whitelisted: choice === 'allow' ? 1 : 0, after: null }

const mostPicked = 2_000

/** Package names of the selected apps. */
export const pickedApps = z
  .array(z.string())
  .min(1, 'Select the apps to change, then try again')
  .max(mostPicked, `Select at most ${grouped(mostPicked)} apps at a time`)
  .refine((names) => names.every(isPackageName), 'Select apps from the list')

/** The name of the pressed button is the choice, its value the package name. */
export const RuleButton = z
  .object({ allow: PackageName.optional(), block: PackageName.optional(), reset: PackageName.optional() })
  .transform((fields, context) => {
    const [pressed, ...others] = ruleChoice.options.flatMap((choice) => {
      const package_name = fields[choice]
      return package_name === undefined ? [] : [{ choice, package_name }]
    })
    if (pressed && others.length === 0) return pressed
    context.addIssue('Choose allow, block or back to default for one app')
    return z.NEVER
  })

/** In characters: each earned app adds one. */
const versionLimit = 4000

export const LiveQuery = z.object({ v: z.string().max(versionLimit).catch('') })
