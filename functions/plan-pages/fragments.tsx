import type { Context } from 'hono'
import { PlanHead } from '../../views/plan-pages/head'
import { Outline } from '../../views/plan-pages/outline'
import type { App } from '../lib/env'
import { withWrite } from '../lib/load'
import { localNow } from '../lib/now'
import { ProblemError } from '../lib/problem'
import { respond } from '../lib/respond'
import { conflict, retry } from '../lib/retry'
import { editPlan, open } from '../plans/edit'
import type { ReadPlan } from '../plans/markdown/read'
import { planPath, undoPath } from '../plans/paths'
import * as q from '../plans/queries'
import type { PlanWithContent } from '../plans/schema'
import { keepForUndo } from '../plans/writes'
import { type PlanOutline, planOutline, recentDays } from './page-data'

/** The plan as it is after a write, or null when it is gone. */
const readOutline = async <E extends App>(c: Context<E>, id: string) => {
  const { DB } = c.env
  const { user } = c.var
  const now = localNow(user)
  const [row, days] = await Promise.all([q.plan(DB, user.id, id), recentDays(DB, user.id, id, now)])
  return row && planOutline(row, days, now)
}

type Answer = {
  message: string
  /** True when the message offers to undo the edit. */
  canUndo?: boolean
  /** The chunk whose row takes the focus. */
  focused?: string
}

/** Answers an edit with everything of the plan that it may have changed. */
export const planChanged = <E extends App>(c: Context<E>, outline: PlanOutline, answer: Answer) => {
  const { plan } = outline
  const undo = answer.canUndo ? undoPath(plan) : undefined
  return respond(c, {
    toast: { message: answer.message, undo },
    page: planPath(plan.id),
    fragments: () => (
      <>
        <hx-partial hx-target="#plan" hx-swap="outerMorph">
          <Outline {...outline} now={localNow(c.var.user)} focused={answer.focused} />
        </hx-partial>
        <hx-partial hx-target="#plan-head" hx-swap="outerMorph">
          <PlanHead plan={plan} />
        </hx-partial>
      </>
    ),
  })
}

/** The chunk editor's answer to text that would not read back as it was meant. */
const garbled = {
  status: 422,
  code: 'invalid',
  title: 'Plan not changed',
  detail: 'The text has a chunk heading, a field or an open code block. Edit the markdown instead.',
} as const

/** The markdown that an edit makes of a plan; null where there is no such chunk. */
export type Edit = (read: ReadPlan, now: number, row: PlanWithContent) => string | null

/**
 * Edits a plan's markdown as it is now, so that two edits at once are both made. Null when the plan or the chunk is
 * gone. @throws ProblemError 422 when the markdown that the edit makes is refused
 */
export const edited = <E extends App>(c: Context<E>, id: string, edit: Edit): Promise<PlanOutline | null> => {
  const { DB } = c.env
  const { user } = c.var
  return retry(async () => {
    const row = await q.plan(DB, user.id, id)
    const opened = row && open(row)
    const now = Date.now()
    const content = opened && edit(opened.read, now, opened.row)
    if (!opened || content === null) return null
    if (content === 'garbled') throw new ProblemError(garbled)
    const after = withWrite(c, () => readOutline(c, id))
    const kept = keepForUndo(DB, user.id, id, opened.row.content)
    const outcome = await editPlan(DB, user.id, opened, { content }, now, [kept])
    if ('saved' in outcome) return after()
    if ('stale' in outcome) return conflict
    const [fault] = outcome.errors
    const detail = fault ? `Line ${fault.line}: ${fault.message}` : 'The plan can’t be read.'
    throw new ProblemError({ status: 422, code: 'invalid', title: 'Plan not changed', detail })
  })
}
