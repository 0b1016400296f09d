import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { readUnlistedApps } from '../../../account/settings/save'
import { addAct } from '../../../lib/api/act'
import { busyError } from '../../../lib/api/describe'
import { body, param, query } from '../../../lib/api/request'
import { jsonOf, listPage, listQuery, pageSchema } from '../../../lib/api/values'
import { matchedVersion, rowTag, staleProblem } from '../../../lib/api/version'
import { prefetchResponse } from '../../../lib/db/reads'
import { type App, rowLoader } from '../../../lib/env'
import { pathTo } from '../../../lib/http/path-to'
import { ProblemError, problems } from '../../../lib/http/problem'
import { PackageParam } from '../../../lib/text/package-name'
import { type AppRule, makeRule } from '../../app-rules/schema'
import { adminOperation, describedForAdmins } from '../json'
import { loadPerson } from '../users/queries'
import { type AdminRulesChange, setAdminRules } from './change'
import * as q from './queries'
import {
  AdminRuleBody,
  AdminRuleJson,
  BulkRulesBody,
  BulkRulesJson,
  jsonOfRule,
  ruleOfJson,
  rulesLimit,
  type StoredRule,
  tooManyRules,
} from './schema'
import { setUnlistedApps, UnlistedBody, UnlistedJson, unlistedJson } from './unlisted'

const adminRuleJson = (rule: StoredRule) => jsonOf(AdminRuleJson, { ...rule, limit: null, ...jsonOfRule(rule.rule) })

const manyJson = ({ changeId, counts, people }: AdminRulesChange) => ({
  change_id: changeId && `admin.rules~${changeId}`,
  ...counts,
  people: people.map(({ user_id, counts }) => ({ user_id, ...counts })),
})

type RuleKey = { user_id: string; package_name: string }

const matched = <E extends App>(c: Context<E>, { user_id, package_name }: RuleKey) =>
  matchedVersion(c, () => q.adminRule(c.env.DB, user_id, package_name), adminRuleJson)

const setOne = async <E extends App>(
  c: Context<E>,
  { user_id, package_name }: RuleKey,
  rule: AppRule | null,
  seen?: number,
) => {
  const { stale, counts } = await setAdminRules(c.env.DB, c.var.user.id, [user_id], [{ package_name, rule, seen }])
  return { isStale: stale.length > 0, wasThere: rule ? counts.added === 0 : counts.removed > 0 }
}

const RulesQuery = z.object(listQuery)

/** `/api/v1/admin/users/:id/apps` and below: rules that admins set for a person. */
export const adminRulesApi = new Hono<App>()
  .get(
    '/',
    adminOperation({
      summary: 'List admin rules for a person',
      description: 'By package name. The person’s own rules and usage are not included.',
      item: true,
      answers: { schema: pageSchema(AdminRuleJson) },
    }),
    loadPerson,
    query(RulesQuery),
    async (c) => {
      const { cursor = '', limit } = c.req.valid('query')
      const rows = await q.adminRulesAfter(c.env.DB, c.var.person.id, cursor, limit + 1)
      return c.json(listPage(rows, limit, ({ package_name }) => package_name, adminRuleJson))
    },
  )

  .get(
    '/:package_name',
    adminOperation({
      summary: 'Read an admin rule for a person',
      item: true,
      answers: { schema: AdminRuleJson },
    }),
    param(PackageParam),
    loadPerson,
    async (c) => {
      const rule = await q.adminRule(c.env.DB, c.var.person.id, c.req.valid('param').package_name)
      return rule ? c.json(adminRuleJson(rule), 200, { ETag: rowTag(rule.seq) }) : c.notFound()
    },
  )

  .put(
    '/:package_name',
    adminOperation({
      summary: 'Set an admin rule for a person',
      description: 'Overrides the person’s own rule. 201 for a new rule. The app doesn’t have to have a default.',
      body: true,
      item: true,
      stale: true,
      matches: true,
      answers: { schema: AdminRuleJson, creates: true },
    }),
    loadPerson,
    param(PackageParam),
    body(AdminRuleBody),
    async (c) => {
      const { DB } = c.env
      const about = { user_id: c.var.person.id, package_name: c.req.valid('param').package_name }
      const { is_whitelisted, after, limit, ...given } = c.req.valid('json')
      const version = await matched(c, about)
      const { seq = version } = given
      // Reads the response in the batch of the write, which saves a round trip.
      const saved = prefetchResponse(DB, () => q.adminRule(DB, about.user_id, about.package_name))
      const edit = await setOne(c, about, makeRule(is_whitelisted, after, limit), seq)
      const rule = await saved()
      if (edit.isStale) throw new ProblemError(staleProblem(c, rule ? adminRuleJson(rule) : {}))
      if (!rule) return c.notFound()
      c.header('ETag', rowTag(rule.seq))
      if (edit.wasThere) return c.json(adminRuleJson(rule))
      c.header('Location', pathTo`/api/v1/admin/users/${about.user_id}/apps/${about.package_name}`)
      return c.json(adminRuleJson(rule), 201)
    },
  )

  .delete(
    '/:package_name',
    adminOperation({ summary: 'Remove an admin rule for a person', item: true, stale: true, matches: true }),
    loadPerson,
    param(PackageParam),
    async (c) => {
      const about = { user_id: c.var.person.id, package_name: c.req.valid('param').package_name }
      const { isStale, wasThere } = await setOne(c, about, null, await matched(c, about))
      if (isStale) throw new ProblemError(problems.busy)
      return wasThere ? c.body(null, 204) : c.notFound()
    },
  )

const loadUnlisted = rowLoader('unlisted', (db, _, id) => readUnlistedApps(db, id))

/** `/api/v1/admin/users/:id/unlisted-apps`: the preference for apps without a rule or default. */
export const adminUnlistedApi = new Hono<App>()
  .get(
    '/',
    adminOperation({
      summary: 'Read a person’s setting for unlisted apps',
      item: true,
      answers: { schema: UnlistedJson },
    }),
    loadUnlisted,
    (c) => c.json(unlistedJson(c.var.unlisted)),
  )

  .patch(
    '/',
    adminOperation({
      summary: 'Set and lock a person’s setting for unlisted apps',
      body: true,
      item: true,
      stale: true,
      answers: { schema: UnlistedJson },
      errors: { 409: busyError },
    }),
    loadUnlisted,
    body(UnlistedBody),
    async (c) => {
      const id = c.req.param('id') ?? ''
      const { unlisted_apps, unlisted_apps_locked: locked } = c.req.valid('json')
      const isThere = await setUnlistedApps(c.env.DB, c.var.user.id, id, { unlisted_apps, locked })
      const unlisted = isThere && (await readUnlistedApps(c.env.DB, id))
      return unlisted ? c.json(unlistedJson(unlisted)) : c.notFound()
    },
  )

export const adminBulkRulesApi = new Hono<App>()
addAct(adminBulkRulesApi, '/', {
  ...describedForAdmins({
    summary: 'Set rules for many people',
    description: 'All or nothing. Unknown people are skipped.',
    stale: true,
    errors: { 409: busyError },
  }),
  input: BulkRulesBody,
  schema: BulkRulesJson,
  json: manyJson,
  run: async (c, { input: { user_ids, apps }, claim }) => {
    const userIds = [...new Set(user_ids)]
    if (userIds.length * apps.length > rulesLimit) return { errors: { apps: [tooManyRules] } }
    const edits = apps.map(({ package_name, rule }) => ({ package_name, rule: rule && ruleOfJson(rule) }))
    return setAdminRules(c.env.DB, c.var.user.id, userIds, edits, claim)
  },
})
