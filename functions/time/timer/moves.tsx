import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { prefetchFragments, respondProblem } from '../../lib/http/respond'
import { editUndone } from '../../lib/resource/edit-in-place'
import { clockTime } from '../../lib/text/format'
import { respondInvalidMove, staleBlockProblem } from '../sessions/forms'
import { sessionById } from '../sessions/queries'
import { movedEdgeText } from '../sessions/times/edit'
import { sessionTitle } from '../sessions/title'
import { editTimer } from './actions'
import { parseStart, TimerEdit, timerValues } from './forms'
import { respondTimerChanged, timerRegions } from './fragments'
import { activeTimer } from './queries'
import type { ActiveTimer } from './schema'

/** Reads the session with the id in the path, and the running timer, which may have that id. */
export const readBlock = ({ env: { DB } }: Context<App>, userId: string, id: string) =>
  Promise.all([sessionById(DB, userId, id), activeTimer(DB, userId)])

const BlockEdit = TimerEdit.pick({ title: true, project_id: true, goal_id: true, tags: true })

/** Undo of an edit of the running timer's block. `moveRunning` applies it. @param now epoch ms */
export const blockUndo = (before: ActiveTimer, edited: ActiveTimer, now: number) => {
  const [was, is] = [timerValues(before, now), timerValues(edited, now)]
  const names = Object.keys(BlockEdit.shape) as (keyof typeof BlockEdit.shape)[]
  const changed = names.filter((name) => was[name] !== is[name]).map((name) => [name, String(was[name])])
  const start = before.started_at === edited.started_at ? {} : { started_at: iso(before.started_at) }
  return {
    undo: undoPath('session.edit', edited.id),
    sends: { ...Object.fromEntries(changed), ...start, seq: String(edited.seq) },
  }
}

/** Moves the start of the running timer if the path names it, or undoes an edit of its block. Else calls `next`. */
export const moveRunning = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  const { user } = c.var
  const { undo: isUndo, id = '' } = c.var.facts
  const [, active] = await readBlock(c, user.id, id)
  if (active?.id !== id) return next()
  const { started_at, seq, ...typed } = submittedText(c)
  const now = Date.now()
  const text = movedEdgeText(active.started_at, active.time_zone, started_at)
  const regions = prefetchFragments(c, () => timerRegions(c, { main: '' }))
  const { data: fields = {} } = isUndo ? BlockEdit.safeParse(typed) : {}
  const edited = await editTimer(DB, user, { id, seq: Number(seq) }, fields, now, (timer) =>
    parseStart(text, now, timer),
  )
  if ('errors' in edited) return respondInvalidMove(c, edited.errors)
  if ('current' in edited) return respondProblem(c, staleBlockProblem)
  const at = clockTime(edited.started_at, edited.time_zone, user.preferences.clock)
  const undone = started_at ? `“${sessionTitle(edited)}” starts at ${at} again` : editUndone
  const message = isUndo ? undone : `Changed the start of “${sessionTitle(edited)}” to ${at}`
  return respondTimerChanged(c, { toast: { message, ...(!isUndo && blockUndo(active, edited, now)) }, regions })
})
