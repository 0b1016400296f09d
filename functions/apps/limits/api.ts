import { Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { addAct } from '../../lib/api/act'
import { busyError, describeOperation } from '../../lib/api/describe'
import { body, param } from '../../lib/api/request'
import { jsonOf } from '../../lib/api/values'
import { prefetchResponse } from '../../lib/db/reads'
import { type App, personHead, todayOf } from '../../lib/env'
import { PackageName, PackageParam } from '../../lib/text/package-name'
import { LimitBody } from '../app-rules/limit-body'
import { readEarned } from '../app-rules/unlock-condition'
import { requireSubjects, requireWhitelistTag } from '../whitelists/api'
import { LimitJson, limitJson } from '../whitelists/json'
import { ExtensionBody, ExtensionJson, type ExtensionRow, ScopeParam } from './schema'
import { extendLimit, setScopeLimit } from './writes'

const tag = 'Whitelist'

/** `/api/v1/whitelist/limits/:scope`: limits of a category, and of everything reported. */
export const limitsApi = new Hono<App>()
  .put(
    '/:scope',
    describeOperation({
      summary: 'Limit a category or all apps',
      description:
        'Use of all its apps counts together. Once it is used up, each of them is blocked until it starts over; ' +
        'apps whose default is locked stay as they are. The list has these limits in `limits`; ' +
        '`If-Match` takes its ETag.',
      tag,
      body: true,
      stale: true,
      matches: true,
      answers: { schema: z.object({ change_id: z.string().nullable(), limit: LimitJson }) },
      errors: { 409: busyError },
    }),
    param(ScopeParam),
    body(LimitBody),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { scope } = c.req.valid('param')
      const limit = c.req.valid('json')
      await requireSubjects(c, { 'earns.subject': limit.earns })
      // Reads the response in the batch of the write, which saves a round trip.
      const head = prefetchResponse(DB, () => personHead(DB, user.id))
      const done = await setScopeLimit(DB, user, scope, limit, Date.now(), () => requireWhitelistTag(c))
      const { limits } = readEarned(await head(), user.preferences, todayOf(c))
      const use = limits.find((one) => one.scope === scope)
      return use
        ? c.json({ change_id: done.changeId && `app.limit~${done.changeId}`, limit: limitJson(use) })
        : c.notFound()
    },
  )

  .delete(
    '/:scope',
    describeOperation({
      summary: 'Delete the limit of a category or of all apps',
      tag,
      item: true,
      stale: true,
      matches: true,
      errors: { 409: busyError },
    }),
    param(ScopeParam),
    async (c) => {
      const { scope } = c.req.valid('param')
      const check = () => requireWhitelistTag(c)
      const done = await setScopeLimit(c.env.DB, c.var.user, scope, null, Date.now(), check)
      return done.changeId ? c.body(null, 204) : c.notFound()
    },
  )

/** `/api/v1/whitelist/apps/:package_name/extensions` */
export const extensionsApi = new Hono<App>()
addAct(extensionsApi, '/', {
  summary: 'Extend the limit of an app',
  description:
    'Adds time to the limit with the least left, in its current day or week. Use beyond the limit is forgiven, so that ' +
    'all of it is free. Counted with its reason.',
  tag,
  before: [param(PackageParam) as unknown as MiddlewareHandler<App>],
  input: ExtensionBody,
  schema: ExtensionJson,
  status: 201,
  json: (row: ExtensionRow) => jsonOf(ExtensionJson, row),
  errors: { 403: 'The limit’s rule forbids it (`locked`).', 409: 'No limit holds for the app today (`no_limit`).' },
  run: async (c, { input, now, claim }) => {
    const package_name = PackageName.parse(c.req.param('package_name'))
    return extendLimit(c.env.DB, c.var.user, { package_name }, input, now, (row) => claim(row.id, row))
  },
})
