import { zValidator } from '@hono/zod-validator'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { titleOf } from '../../views/sessions/words'
import type { App } from '../lib/env'
import { ProblemError, problems } from '../lib/problem'
import { session } from '../sessions/queries'
import { type TimerConflict, undoDiscard, undoStart, undoStop } from './actions'
import { respondConflict, respondTimerChanged } from './fragments'
import { activeTimer } from './queries'

/** An action as its Undo names it. */
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

/** Says that the timer runs on, or that a start was taken back. */
const respondUndone = async (
  c: Context<App>,
  result: TimerConflict | 'undone',
  went: Awaited<ReturnType<typeof session>> = null,
) => {
  if (result !== 'undone') return respondConflict(c, result.current)
  const active = await activeTimer(c.env.DB, c.var.user.id)
  const message = active ? `“${titleOf(active)}” runs on` : 'The start was taken back'
  return respondTimerChanged(c, { toast: { message }, went, main: '' })
}

/** What each action of the timer can be taken back by, for as long as nothing else was done to it. */
export const undo = new Hono<App>()
  .post('/start/undo', undoQuery, async (c) => {
    const { DB } = c.env
    const asked = c.req.valid('query')
    const went = asked.stopped ? await session(DB, c.var.user.id, asked.stopped) : null
    return respondUndone(c, await undoStart(DB, c.var.user, asked, Date.now()), went)
  })

  .post('/stop/undo', undoQuery, async (c) => {
    const { DB } = c.env
    const asked = c.req.valid('query')
    const went = await session(DB, c.var.user.id, asked.id)
    return respondUndone(c, await undoStop(DB, c.var.user, asked, Date.now()), went)
  })

  .post('/discard/undo', undoQuery, async (c) =>
    respondUndone(c, await undoDiscard(c.env.DB, c.var.user, c.req.valid('query'), Date.now())),
  )
