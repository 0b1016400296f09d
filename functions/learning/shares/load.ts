import { createMiddleware } from 'hono/factory'
import { loads } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import type { PlanEnv } from '../plans/load'
import { sharesOf } from './queries'

/** Loads the share of a path by the id of its plan and its own. */
export const loadShare = loads(
  'share',
  async (db, userId, id, c) => (await sharesOf(db, userId, c.req.param('id') ?? '', id))[0] ?? null,
  'share',
)

/** Refuses copies of other people's plans: only the owner shares a plan. */
export const isOriginal = createMiddleware<PlanEnv>(async (c, next) => {
  const { owner } = c.var.plan
  if (owner === null) return next()
  throw new ProblemError({
    status: 403,
    code: 'not_owner',
    title: 'This plan isn’t yours to share',
    detail: `Only ${owner}, whose plan it is, can share it.`,
  })
})
