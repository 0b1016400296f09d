import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { readRulesOfApp } from '../app-rules/queries'
import type { UnlockCondition } from '../app-rules/schema'
import type { Earned } from '../app-rules/unlock-condition'
import { busyError, operation } from '../lib/api/describe'
import { body, invalidFields, param, query } from '../lib/api/request'
import { versionedBy } from '../lib/api/version'
import type { App } from '../lib/env'
import { personHead } from '../lib/head'
import { earlyWithWrite } from '../lib/load'
import { PackageParam } from '../lib/package-name'
import { ProblemError } from '../lib/problem'
import { checkApp } from './check/check'
import { canDependOn, conditionSubjects } from './earned/condition-subjects'
import { CheckJson, RuleBody, WhitelistJson } from './json'
import { wholeWhitelist } from './list/whole'
import type { RuleEdit } from './rules/plan'
import { decidingAdmin, refusalProblem } from './rules/problems'
import { rememberRules, setRules } from './rules/write'
import { requireWhitelistTag, versionAt } from './version'

const tag = 'Whitelist'

type Versioned = App & { Variables: { earned: Earned; version: string } }

/** Reads version and progress together, so that the ETag and the answer agree. */
const setVersion = createMiddleware<Versioned>(async (c, next) => {
  const { earned, version } = versionAt(c, c.var.head)
  c.set('earned', earned)
  c.set('version', version)
  await next()
})

/** @throws ProblemError 422 when the subject is deleted or not the person's own */
const checkAfter = async (c: Context<App>, after: UnlockCondition | null | undefined) => {
  if (!after) return
  const names = await conditionSubjects(c.env.DB, c.var.user.id, [after.subject])
  if (!canDependOn(after.subject, names))
    throw invalidFields({ 'after.subject': ['Choose one of your own projects, goals or tags'] })
}

/** @throws ProblemError when the rule is refused */
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
    operation({
      summary: 'List apps that have a rule or a default',
      description:
        'All defaults, your own rules and the rules an admin set for you, by package name. The version changes when a rule, a default or the setting for unlisted apps changes, and when an app unlocks or locks again; usage reports and timers don’t change it. Progress towards unlocking is as of this response; use the check for the current state.',
      tag,
      versioned: true,
      answers: { schema: WhitelistJson },
    }),
    setVersion,
    versionedBy<Versioned>((c) => c.var.version),
    async (c) => {
      const { version, earned, user } = c.var
      return c.json({ version, ...(await wholeWhitelist(c.env.DB, user, earned)) })
    },
  )

  .get(
    '/check',
    operation({
      summary: 'Check whether an app is allowed',
      description:
        'Works for any app, listed or not. Never cached; an app that unlocks with time is allowed as soon as enough is tracked.',
      tag,
      answers: { schema: CheckJson },
    }),
    query(PackageParam),
    async (c) =>
      c.json(await checkApp(c.env.DB, c.var.user, c.var.head, c.req.valid('query').package_name, Date.now())),
  )

  .put(
    '/apps/:package_name',
    operation({
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
      const { is_whitelisted, after, label } = c.req.valid('json')
      rememberRules(c.env.DB, c.var.user.id, [package_name])
      await checkAfter(c, after)
      const readHead = () => personHead(c.env.DB, c.var.user.id)
      earlyWithWrite(c, () => [readHead(), readRulesOfApp(c.env.DB, c.var.user.id, package_name)])
      const rule = { is_whitelisted: is_whitelisted ? 1 : 0, after: after ?? null } as const
      await setRule(c, { package_name, rule, label })
      return c.json(await checkApp(c.env.DB, c.var.user, readHead(), package_name, Date.now()))
    },
  )

  .delete(
    '/apps/:package_name',
    operation({
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
