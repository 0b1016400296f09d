import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Earned, readEarned } from '../app-rules/earned'
import type { UnlockCondition } from '../app-rules/schema'
import { whitelistHead, whitelistVersion } from '../app-rules/version'
import { busyError, operation } from '../lib/api/describe'
import { body, invalidFields, param, query } from '../lib/api/request'
import { versionedBy } from '../lib/api/version'
import type { App } from '../lib/env'
import { PackageParam } from '../lib/package-name'
import { ProblemError } from '../lib/problem'
import { todayOf } from '../lib/today'
import { checkApp } from './check/check'
import { canDependOn, conditionSubjects } from './earned/condition-subjects'
import { CheckJson, RuleBody, WhitelistJson } from './json'
import { wholeWhitelist } from './list/whole'
import type { RuleEdit } from './rules/plan'
import { decidingAdmin, refusalProblem } from './rules/problems'
import { setRules } from './rules/write'

const tag = 'Whitelist'

type Versioned = App & { Variables: { earned: Earned; version: string } }

/** Reads version and progress together, so that the ETag and the answer agree. */
const readVersion = createMiddleware<Versioned>(async (c, next) => {
  const head = await whitelistHead(c.env.DB, c.var.user.id)
  const earned = readEarned(head.earned, c.var.user.preferences, todayOf(c))
  c.set('earned', earned)
  c.set('version', whitelistVersion(head, earned))
  await next()
})

/** @throws ProblemError 422 when the subject is deleted or not the person's own */
const checkAfter = async (c: Context<App>, after: UnlockCondition | null | undefined) => {
  if (!after) return
  const names = await conditionSubjects(c.env.DB, c.var.user.id, [after.subject])
  if (!canDependOn(after.subject, names)) throw invalidFields({ 'after.subject': ['There is no such thing of yours'] })
}

/** @throws ProblemError when the rule is refused */
const setRule = async (c: Context<App>, edit: RuleEdit) => {
  const result = await setRules(c.env.DB, c.var.user, [edit], Date.now())
  const [refused] = result.refused
  if (refused) {
    const by = await decidingAdmin(c.env.DB, c.var.user.id, refused.package_name)
    throw new ProblemError(refusalProblem(refused, by))
  }
  return result
}

const locked = 'An admin decides about the app, with code `locked`; `detail` says how. Or as everywhere.'

export const whitelistApi = new Hono<App>()
  .get(
    '/',
    operation({
      summary: 'List the apps that are decided about',
      description:
        'All defaults, with your own rules and those that an admin set for you, in the order of package names. The version moves when a rule does, a default, what holds of other apps, or an earned app opens or closes: never by a report of use, nor by a timer. How far you are with an earned app is as of this answer; ask the check for what is so now.',
      tag,
      versioned: true,
      answers: { schema: WhitelistJson },
    }),
    readVersion,
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
        'Of any app, decided about or not. Read anew each time; an earned app opens in the moment when enough is tracked.',
      tag,
      answers: { schema: CheckJson },
    }),
    query(PackageParam),
    async (c) => c.json(await checkApp(c.env.DB, c.var.user, c.req.valid('query').package_name, Date.now())),
  )

  .put(
    '/apps/:package_name',
    operation({
      summary: 'Set your rule about an app',
      description: 'Whatever it was. Answers what holds now. The name is percent-encoded in the path.',
      tag,
      body: true,
      stale: true,
      answers: { schema: CheckJson },
      errors: { 403: locked, 409: busyError },
    }),
    param(PackageParam),
    body(RuleBody),
    async (c) => {
      const { package_name } = c.req.valid('param')
      const { is_whitelisted, after, label } = c.req.valid('json')
      await checkAfter(c, after)
      const rule = { is_whitelisted: is_whitelisted ? 1 : 0, after: after ?? null } as const
      await setRule(c, { package_name, rule, label })
      return c.json(await checkApp(c.env.DB, c.var.user, package_name, Date.now()))
    },
  )

  .delete(
    '/apps/:package_name',
    operation({
      summary: 'Delete your rule about an app',
      description: 'The default holds again.',
      tag,
      item: true,
      stale: true,
      errors: { 403: locked, 409: busyError },
    }),
    param(PackageParam),
    async (c) => {
      const { package_name } = c.req.valid('param')
      const { changed } = await setRule(c, { package_name, rule: null })
      return changed > 0 ? c.body(null, 204) : c.notFound()
    },
  )
