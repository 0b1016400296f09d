import { createMiddleware } from 'hono/factory'
import { rowLoader } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import type { PlanEnv } from '../plans/load'
import { sharesOf } from './queries'

/** Loads the share of a path, by the ids of its plan and of the share. */
export const loadShare = rowLoader(
  'share',
  async (db, userId, id, c) => (await sharesOf(db, userId, c.req.param('id') ?? '', id))[0] ?? null,
  'share',
)

/** Refuses copies of other people's plans, because only the owner can share a plan. */
export const requireOriginal = createMiddleware<PlanEnv>(async (c, next) => {
  const { owner } = c.var.plan
  if (owner === null) return next()
  throw new ProblemError({
    status: 403,
    code: 'not_owner',
    title: 'This plan isn’t yours to share',
    detail: `Only ${owner}, whose plan it is, can share it.`,
  })
})
