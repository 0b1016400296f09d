import { Hono } from 'hono'
import { busyError } from '../../../lib/api/describe'
import { staleProblem } from '../../../lib/api/edit'
import { once } from '../../../lib/api/once'
import { body, invalidFields } from '../../../lib/api/request'
import type { App } from '../../../lib/env'
import { ProblemError } from '../../../lib/problem'
import { adminOperation } from '../../operation'
import { person } from '../../users/queries'
import { applyRules, type BulkRequest, previewRules, undoAdminRules } from '../change'
import * as json from '../json'
import { ruleOfJson, rulesLimit } from '../schema'
import { tooMany } from './form'
import { stepsOf } from './plan'

export const adminBulkRulesApi = new Hono<App>()
  .post(
    '/',
    adminOperation({
      summary: 'Set or copy rules for many people',
      description:
        'All or nothing. Unknown people are skipped. `dry_run` returns the same without writing; send its `version` to refuse the change if the outcome would differ by then.',
      body: true,
      once: true,
      stale: true,
      answers: { schema: json.ManyJson },
      errors: {
        409: 'The outcome would differ from `version` (`stale`; see `current`), or other changes interfered (`busy`). Nothing changed.',
      },
    }),
    body(json.ManyBody),
    once(),
    async (c) => {
      const { DB } = c.env
      const { user_ids, apps, copy_from: from, mode, dry_run, version: seen } = c.req.valid('json')
      const rules = (apps ?? []).map(({ package_name, rule }) => [package_name, rule && ruleOfJson(rule)] as const)
      const request: BulkRequest = {
        userIds: [...new Set(user_ids)],
        what: from === undefined ? { kind: 'apply', rules: new Map(rules) } : { kind: mode, from },
      }
      if (request.userIds.length * rules.length > rulesLimit) throw invalidFields({ apps: [tooMany] })
      const [source, first] = await Promise.all([from === undefined || person(DB, from), previewRules(DB, request)])
      if (!source) throw invalidFields({ copy_from: ['Unknown person'] })
      const { plan, version } = first
      if (stepsOf(plan).length > rulesLimit) throw invalidFields({ user_ids: [tooMany] })
      const stale = (current: object) => new ProblemError(staleProblem(current))
      if (seen !== undefined && seen !== version) throw stale(json.manyJson(plan, version, null))
      if (dry_run) return c.json(json.manyJson(plan, version, null))
      const also = (changeId: string) => c.var.claim(changeId, json.manyJson(plan, version, changeId))
      const outcome = await applyRules(DB, c.var.user.id, request, version, { also, first })
      if ('preview' in outcome) throw stale(json.manyJson(outcome.preview.plan, outcome.preview.version, null))
      return c.json(json.manyJson(plan, version, stepsOf(plan).length > 0 ? outcome.done.changeId : null))
    },
  )

  .post(
    '/changes/:id/undo',
    adminOperation({
      summary: 'Undo rules for many people',
      description: 'Also undoes a change for one person. Rules changed since then are kept.',
      item: true,
      once: true,
      stale: true,
      answers: { schema: json.UndoneJson },
      errors: { 404: 'There is no such change, or everything in it has changed since.', 409: busyError },
    }),
    once(),
    async (c) => {
      const id = c.req.param('id') ?? ''
      const answer = ({ undone, kept }: { undone: number; kept: number }) => ({ undone, kept })
      const undone = await undoAdminRules(c.env.DB, c.var.user.id, id, (done) => c.var.claim(id, answer(done)))
      return undone === 'nothing' ? c.notFound() : c.json(answer(undone))
    },
  )
