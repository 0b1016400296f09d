import { zValidator } from '@hono/zod-validator'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { titleOf } from '../../views/sessions/words'
import type { App } from '../lib/env'
import { ProblemError, problems } from '../lib/problem'
import { session } from '../sessions/queries'
import { type Moved, undoDiscard, undoStart, undoStop } from './actions'
import { answerMoved, told } from './answers'
import { activeTimer } from './queries'

/** An action as its Undo names it. */
const Done = z.object({
  id: z.string().max(100),
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  stopped: z.string().max(100).optional(),
})

const done = zValidator('query', Done, (result) => {
  if (!result.success) throw new ProblemError(problems.notFound)
})

/** Says that the timer runs on, or that a start was taken back. */
const answer = async (c: Context<App>, result: Moved | 'undone', went: Awaited<ReturnType<typeof session>> = null) => {
  if (result !== 'undone') return answerMoved(c, result.current)
  const active = await activeTimer(c.env.DB, c.var.user.id)
  const message = active ? `“${titleOf(active)}” runs on` : 'The start was taken back'
  return told(c, { toast: { message }, went, main: '' })
}

/** What each action of the timer can be taken back by, for as long as nothing else was done to it. */
export const undo = new Hono<App>()
  .post('/start/undo', done, async (c) => {
    const { DB } = c.env
    const asked = c.req.valid('query')
    const went = asked.stopped ? await session(DB, c.var.user.id, asked.stopped) : null
    return answer(c, await undoStart(DB, c.var.user, asked, Date.now()), went)
  })

  .post('/stop/undo', done, async (c) => {
    const { DB } = c.env
    const asked = c.req.valid('query')
    const went = await session(DB, c.var.user.id, asked.id)
    return answer(c, await undoStop(DB, c.var.user, asked, Date.now()), went)
  })

  .post('/discard/undo', done, async (c) =>
    answer(c, await undoDiscard(c.env.DB, c.var.user, c.req.valid('query'), Date.now())),
  )
