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

const rulesAtOnce = 500

const RulesBody = z
  .strictObject({
    apps: z
      .array(
        z.strictObject({
          package_name: PackageName,
          is_whitelisted: z
            .boolean('Give true, false or null')
            .nullable()
            .meta({ description: 'Null: your rule is deleted, and the default holds again.' }),
          label: withLength(OwnLabel, { minLength: 1, maxLength: labelLimit }).nullable().optional().meta({
            description: 'What you call an app that has no default; without it what you called it before stays.',
          }),
        }),
        'Give a list of apps',
      )
      .min(1, `Give 1 to ${rulesAtOnce} apps`)
      .max(rulesAtOnce, `Give 1 to ${rulesAtOnce} apps`)
      .meta({ description: 'Of two of one name the last counts.' }),
  })
  .meta({ id: 'WhitelistRules', example: { apps: [{ package_name: 'org.mozilla.firefox', is_whitelisted: true }] } })

const RulesSet = z
  .object({
    changed: z.int().min(0).meta({ description: 'How many rules are others than before.' }),
    refused: z
      .array(
        z.object({
          package_name: z.string(),
          code: z
            .string()
            .meta({ description: '`locked`: an admin decides about it. `full`: there is no room for it.' }),
          detail: z.string(),
        }),
      )
      .meta({ description: 'Those that were not set; all others were.' }),
  })
  .meta({ id: 'WhitelistRulesSet' })

export const bulkAppsApi = new Hono<App>().put(
  '/',
  operation({
    summary: 'Set many of your rules at once',
    description:
      'All together or, where other changes come between, none. Those about which an admin decides are left out, and named in the answer.',
    tag: 'Whitelist',
    body: true,
    stale: true,
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
    const result = await setRules(c.env.DB, c.var.user, edits, Date.now())
    const refused = result.refused.map((one) => {
      const { code, detail } = refusalProblem(one, null)
      return { package_name: one.package_name, code, detail }
    })
    return c.json({ changed: result.changed, refused })
  },
)
