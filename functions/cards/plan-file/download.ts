import type { Context } from 'hono'
import { rowTag } from '../../lib/api/precondition'
import type { App } from '../../lib/env'
import { early } from '../../lib/load'
import type { PlanEnv } from '../../plans/load'
import * as q from '../../plans/queries'
import { ankiOf, cardFile, readPlanCards, textVersion } from './plan-cards'

/** Reads a plan together with its cards. */
export const planReads = early<App>(
  (c) => q.plan(c.env.DB, c.var.user.id, c.req.param('id') ?? ''),
  (c) => readPlanCards(c.env.DB, c.var.user.id, c.req.param('id') ?? ''),
)

const fileOf = async (c: Context<PlanEnv>, text: string, ending: string, type: string) => {
  c.header('ETag', rowTag(await textVersion(text)))
  return c.body(text, 200, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Disposition': `attachment; filename="${c.var.plan.id}.${ending}"`,
  })
}

/** The cards file of the plan in `c.var`. */
export const markdownFile = async (c: Context<PlanEnv>) => {
  const { plan, user } = c.var
  const cards = await readPlanCards(c.env.DB, user.id, plan.id)
  return fileOf(c, cardFile(plan, cards, user), 'cards.md', 'text/markdown')
}

/** The cards of the plan in `c.var` as text for Anki. */
export const ankiFile = async (c: Context<PlanEnv>) => {
  const { cards } = await readPlanCards(c.env.DB, c.var.user.id, c.var.plan.id)
  return fileOf(c, ankiOf(cards), 'txt', 'text/plain')
}
