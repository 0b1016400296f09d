import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { busyError, describeOperation } from '../../lib/api/describe'
import { body, fieldsProblem, param, query } from '../../lib/api/request'
import { requireTag, versionedBy } from '../../lib/api/version'
import { prefetchResponse } from '../../lib/db/reads'
import { type App, personHead, todayOf } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { PackageName, PackageParam } from '../../lib/text/package-name'
import { type WhitelistHead, whitelistVersion } from '../app-rules/effective-rule'
import { appStatus, readRulesOfApp } from '../app-rules/queries'
import { makeRule } from '../app-rules/schema'
import { readEarned } from '../app-rules/unlock-condition'
import { findSubjects } from './earned'
import { CheckJson, checkJson, ownLabel, RuleBody, WhitelistJson, wholeWhitelist } from './json'
import { decidingAdmin, refusalProblem } from './messages'
import { type RuleEdit, readPlanInput, setRules } from './rules'

const versionAt = <E extends App>(c: Context<E>, head: WhitelistHead) => {
  const earned = readEarned(head, c.var.user.preferences, todayOf(c))
  return { earned, version: whitelistVersion(head, earned) }
}

/** @throws ProblemError 412 if `If-Match` names another version of the list of apps */
export const requireWhitelistTag = <E extends App>(c: Context<E>) =>
  requireTag(c, async () => `"${versionAt(c, await personHead(c.env.DB, c.var.user.id)).version}"`)

/**
 * Responds whether an app is allowed for a person, with one statement that reads two rows.
 * @param head read after the last write
 */
const checkApp = async (c: Context<App>, packageName: string, head: WhitelistHead | Promise<WhitelistHead>) => {
  const { user } = c.var
  const [rules, read] = await Promise.all([readRulesOfApp(c.env.DB, user.id, packageName), head])
  return checkJson(packageName, appStatus(rules, user, readEarned(read, user.preferences, todayOf(c))))
}

const tag = 'Whitelist'

/** @throws ProblemError if a subject is missing or somebody else's. Keys are the fields that name subjects. */
export const requireSubjects = async (
  c: Context<App>,
  fields: Record<string, { subject: string } | null | undefined>,
) => {
  await Promise.all(
    Object.entries(fields).map(async ([field, of]) => {
      if (of && !(await findSubjects(c.env.DB, c.var.user.id, of)))
        throw fieldsProblem({ [field]: ['Choose from your own projects, goals, tags and the like'] })
    }),
  )
}

/** Sets a person's rule. @throws ProblemError if the rule is refused */
const setRule = async (c: Context<App>, edit: RuleEdit) => {
  const result = await setRules(c.env.DB, c.var.user, [edit], Date.now(), () => requireWhitelistTag(c))
  const [refused] = result.refused
  if (refused) {
    const by = await decidingAdmin(c.env.DB, c.var.user.id, refused.package_name)
    throw new ProblemError(refusalProblem(refused, by))
  }
  return result
}

const locked = 'An admin manages the app (code `locked`; see `detail`), or one of the general reasons applies.'

export const whitelistApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'List apps that have a rule or a default',
      description:
        'All defaults, your own rules and the rules an admin set for you, by package name. The version changes when a rule, a default or the setting for unlisted apps changes, when an app unlocks or locks again, and when a limit is used up or starts over; other usage reports and timers don’t change it. Progress and use are as of this response; use the check for the current state.',
      tag,
      versioned: true,
      answers: { schema: WhitelistJson },
    }),
    versionedBy((c) => versionAt(c, c.var.head).version),
    async (c) => {
      const { version, earned } = versionAt(c, c.var.head)
      return c.json({ version, ...(await wholeWhitelist(c.env.DB, c.var.user, earned)) })
    },
  )

  .get(
    '/check',
    describeOperation({
      summary: 'Check whether an app is allowed',
      description:
        'Works for any app, listed or not. Never cached; an app that unlocks with time is allowed as soon as enough is tracked.',
      tag,
      answers: { schema: CheckJson },
    }),
    query(PackageParam),
    async (c) => c.json(await checkApp(c, c.req.valid('query').package_name, c.var.head)),
  )

  .put(
    '/apps/:package_name',
    describeOperation({
      summary: 'Set your rule for an app',
      description:
        'Replaces any earlier rule and returns the effective rule. Percent-encode the name in the path. `If-Match` takes the ETag of the list.',
      tag,
      body: true,
      stale: true,
      matches: true,
      answers: { schema: CheckJson },
      errors: { 403: locked, 409: busyError },
    }),
    param(PackageParam),
    body(RuleBody),
    async (c) => {
      const { package_name } = c.req.valid('param')
      const { is_whitelisted, after, limit, label } = c.req.valid('json')
      await Promise.all([
        requireSubjects(c, { 'after.subject': after, 'limit.earns.subject': limit?.earns }),
        readPlanInput(c.env.DB, c.var.user.id, [package_name]),
      ])
      // Reads the response in the batch of the write, which saves a round trip.
      const check = prefetchResponse(c.env.DB, () => checkApp(c, package_name, personHead(c.env.DB, c.var.user.id)))
      await setRule(c, { package_name, rule: makeRule(is_whitelisted, after, limit), label })
      return c.json(await check())
    },
  )

  .delete(
    '/apps/:package_name',
    describeOperation({
      summary: 'Delete your rule for an app',
      description: 'The default applies again.',
      tag,
      item: true,
      stale: true,
      matches: true,
      errors: { 403: locked, 409: busyError },
    }),
    param(PackageParam),
    async (c) => {
      const { package_name } = c.req.valid('param')
      const { changed } = await setRule(c, { package_name, rule: null })
      return changed > 0 ? c.body(null, 204) : c.notFound()
    },
  )

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
          label: ownLabel,
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
  '/apps',
  describeOperation({
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
      rule: is_whitelisted === null ? null : makeRule(is_whitelisted),
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
