import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { fragmentsWith, respondProblem } from '../../lib/http/respond'
import { clockTime } from '../../lib/text/format'
import { changedSince, respondInvalidMove } from '../sessions/forms'
import { session } from '../sessions/queries'
import { movedTime } from '../sessions/times/edit'
import { titleOf } from '../sessions/words'
import { editTimer } from './actions'
import { parseStart } from './forms'
import { respondTimerChanged, timerRegions } from './fragments'
import { activeTimer } from './queries'

/** Reads the session of a path, and the timer, whose id it may be. */
export const readBlock = ({ env: { DB } }: Context<App>, userId: string, id: string) =>
  Promise.all([session(DB, userId, id), activeTimer(DB, userId)])

/** Moves the start of the running timer where the path names it, and takes that back at `/undo`; sessions go on. */
export const moveRunning = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  const { user } = c.var
  const id = c.req.param('id') ?? ''
  const [, active] = await readBlock(c, user.id, id)
  if (active?.id !== id) return next()
  const { started_at, seq } = submittedText(c)
  const now = Date.now()
  const text = movedTime(active.started_at, active.time_zone, started_at)
  const regions = fragmentsWith(c, () => timerRegions(c, { main: '' }))
  const edited = await editTimer(DB, user, { id, seq: Number(seq) }, {}, now, (timer) => parseStart(text, now, timer))
  if ('errors' in edited) return respondInvalidMove(c, edited.errors)
  if ('current' in edited) return respondProblem(c, changedSince)
  const isUndo = c.req.path.endsWith('/undo')
  const at = clockTime(edited.started_at, edited.time_zone, user.preferences.clock)
  const toast = {
    message: `Changed the start of “${titleOf(edited)}” to ${at}`,
    undo: pathTo`/sessions/${id}/undo`,
    sends: { started_at: iso(active.started_at), seq: String(edited.seq) },
  }
  return respondTimerChanged(c, {
    toast: isUndo ? { message: `“${titleOf(edited)}” starts at ${at} again` } : toast,
    regions,
  })
})
