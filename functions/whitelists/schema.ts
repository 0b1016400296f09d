import { z } from 'zod'
import { PackageName } from '../lib/package-name'
import { ruleChoice } from './bulk/schema'

/** The name of the pressed button is the choice, its value the package name. */
export const RuleButton = z
  .object({ allow: PackageName.optional(), block: PackageName.optional(), reset: PackageName.optional() })
  .transform((fields, context) => {
    const [pressed, ...others] = ruleChoice.options.flatMap((want) => {
      const package_name = fields[want]
      return package_name === undefined ? [] : [{ want, package_name }]
    })
    if (pressed && others.length === 0) return pressed
    context.addIssue('Say of one app whether it is allowed, blocked or as its default says')
    return z.NEVER
  })

/** In characters: each earned app adds one. */
const versionLimit = 4000

export const LiveQuery = z.object({ v: z.string().max(versionLimit).catch('') })
