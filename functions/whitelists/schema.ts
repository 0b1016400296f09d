import { z } from 'zod'
import { PackageName } from '../lib/package-name'
import { ruleChoice } from './bulk/schema'

/** One button about one app, pressed: it has the name of what is wanted, and the app's as its value. */
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

/** In characters; each earned app is one of them. */
const versionLimit = 4000

/** What a page polls with: the version that it shows. */
export const LiveQuery = z.object({ v: z.string().max(versionLimit).catch('') })
