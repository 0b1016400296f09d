import { Hono } from 'hono'
import { z } from 'zod'
import { busyError, operation } from '../../lib/api/describe'
import { body } from '../../lib/api/request'
import { withLength } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { PackageName } from '../../lib/package-name'
import { labelLimit, OwnLabel } from '../json'
import { refusalProblem } from '../rules/problems'
import { setRules } from '../rules/write'
import { requireWhitelistTag } from '../version'

const rulesAtOnce = 500

const RulesBody = z
  .strictObject({
    apps: z
      .array(
        z.strictObject({
          package_name: PackageName,
          is_whitelisted: z
            .boolean('Enter true, false or null')
            .nullable()
            .meta({ description: 'Null deletes your rule; the default applies again.' }),
          label: withLength(OwnLabel, { minLength: 1, maxLength: labelLimit }).nullable().optional().meta({
            description: 'Your name for an app without a default. Leave it out to keep the earlier one.',
          }),
        }),
        'Enter a list of apps',
      )
      .min(1, `Enter 1 to ${rulesAtOnce} apps`)
      .max(rulesAtOnce, `Enter 1 to ${rulesAtOnce} apps`)
      .meta({ description: 'If a name appears twice, the last one counts.' }),
  })
  .meta({ id: 'WhitelistRules', example: { apps: [{ package_name: 'org.mozilla.firefox', is_whitelisted: true }] } })

const RulesSet = z
  .object({
    changed: z.int().min(0).meta({ description: 'How many rules changed.' }),
    refused: z
      .array(
        z.object({
          package_name: z.string(),
          code: z
            .string()
            .meta({ description: '`locked`: an admin manages the app. `full`: you have reached the limit.' }),
          detail: z.string(),
        }),
      )
      .meta({ description: 'Rules that weren’t set; all others were.' }),
  })
  .meta({ id: 'WhitelistRulesSet' })

export const bulkAppsApi = new Hono<App>().put(
  '/',
  operation({
    summary: 'Set many of your rules at once',
    description:
      'All or nothing if other changes interfere. Apps managed by an admin are skipped and listed in the response. `If-Match` takes the ETag of the list.',
    tag: 'Whitelist',
    body: true,
    stale: true,
    matches: true,
    answers: { schema: RulesSet },
    errors: { 409: busyError },
  }),
  body(RulesBody),
  async (c) => {
    const edits = c.req.valid('json').apps.map(({ package_name, is_whitelisted, label }) => ({
      package_name,
      rule:
        is_whitelisted === null ? null : { is_whitelisted: is_whitelisted ? (1 as const) : (0 as const), after: null },
      label,
    }))
    const result = await setRules(c.env.DB, c.var.user, edits, Date.now(), () => requireWhitelistTag(c))
    const refused = result.refused.map((one) => {
      const { code, detail } = refusalProblem(one, null)
      return { package_name: one.package_name, code, detail }
    })
    return c.json({ changed: result.changed, refused })
  },
)
