import { zValidator } from '@hono/zod-validator'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { titleOf } from '../../views/sessions/words'
import type { App } from '../lib/env'
import { ProblemError, problems } from '../lib/problem'
import { session } from '../sessions/queries'
import type { ListedSession } from '../sessions/schema'
import { type TimerConflict, undoDiscard, undoStart, undoStop } from './actions'
import { respondConflict, respondTimerChanged } from './fragments'
import { activeTimer } from './queries'

/** The action to undo: the timer's id, the version that the action made, and the session that a start stopped. */
const UndoQuery = z.object({
  id: z.string().max(100),
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  stopped: z.string().max(100).optional(),
})

const undoQuery = zValidator('query', UndoQuery, (result) => {
  if (!result.success) throw new ProblemError(problems.notFound)
})

const respondUndone = async (
  c: Context<App>,
  result: TimerConflict | 'undone',
  before: ListedSession | null = null,
) => {
  if (result !== 'undone') return respondConflict(c, result.current)
  const active = await activeTimer(c.env.DB, c.var.user.id)
  const message = active ? `“${titleOf(active)}” is still running` : 'Start undone'
  return respondTimerChanged(c, { toast: { message }, before, main: '' })
}

export const undo = new Hono<App>()
  .post('/start/undo', undoQuery, async (c) => {
    const { DB } = c.env
    const action = c.req.valid('query')
    const before = action.stopped ? await session(DB, c.var.user.id, action.stopped) : null
    return respondUndone(c, await undoStart(DB, c.var.user, action, Date.now()), before)
  })

  .post('/stop/undo', undoQuery, async (c) => {
    const { DB } = c.env
    const action = c.req.valid('query')
    const before = await session(DB, c.var.user.id, action.id)
    return respondUndone(c, await undoStop(DB, c.var.user, action, Date.now()), before)
  })

  .post('/discard/undo', undoQuery, async (c) =>
    respondUndone(c, await undoDiscard(c.env.DB, c.var.user, c.req.valid('query'), Date.now())),
  )
