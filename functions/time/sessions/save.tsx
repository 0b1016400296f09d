import type { Context } from 'hono'
import type { SessionDraft } from '../../../views/time/sessions/form'
import { editedSince } from '../../lib/db/recoverable'
import { conflict, retry } from '../../lib/db/retry'
import { commit } from '../../lib/db/sql'
import { type Loaded, loads, todayOf } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { fragmentsWith } from '../../lib/http/respond'
import { editUndone, undoOfEdit } from '../../lib/resource/edit-in-place'
import { duration } from '../../lib/text/format'
import { choiceErrors } from './choices'
import { futureError, nameInPlace, respondInvalidEdit, respondInvalidMove, respondStale } from './forms'
import { changeRegions, respondChange } from './fragments'
import { namesOf } from './list/page'
import { checkLink, formErrors } from './plan-link'
import { isPlanned } from './planned'
import * as q from './queries'
import { SessionEdit, type SessionRow } from './schema'
import { affectsStats, applyEdit, editDifferences, exactly } from './values'
import { nameOf, titleOf, whenWords } from './words'
import * as w from './writes'

export type LoadedSession = Loaded<'session', SessionRow>

export const loadSession = loads('session', (c, id) => q.session(c.env.DB, c.var.user.id, id))

export const quotedSession = (session: Pick<SessionRow, 'title' | 'duration_seconds'>) =>
  `“${titleOf(session)}”, ${duration(session.duration_seconds)}`

/** `Moved “Methods” to Tue 24 Nov, 10:30–12:00`; `Changed` where one end stays, `Planned` where it lies ahead now. */
const movedWords = (c: Context<LoadedSession>, moved: w.EditedSession, becomesPlanned: boolean) => {
  const { session, user } = c.var
  const isWhole = moved.started_at !== session.started_at && moved.ended_at !== session.ended_at
  const verb = isWhole ? 'Moved' : 'Changed'
  const when = whenWords(moved, user.preferences.clock, todayOf(c))
  return `${becomesPlanned ? 'Planned' : verb} “${titleOf(moved)}” ${becomesPlanned ? 'for' : 'to'} ${when}`
}

/** Saves an edit of a session, the move of its block, or the edit that takes one of these back. */
export const saveEdit = async (c: Context<LoadedSession>, edit: SessionEdit, as: 'edit' | 'move' | 'undo' = 'edit') => {
  const { DB } = c.env
  const { session, user } = c.var
  const { clock } = user.preferences
  const now = Date.now()
  const refuse = (errors: SessionDraft['errors']) => {
    if (as === 'undo') throw new ProblemError(editedSince)
    return as === 'move' ? respondInvalidMove(c, errors) : respondInvalidEdit(c, session, errors)
  }
  const edited = applyEdit(session, edit, clock, now)
  if ('errors' in edited) return refuse(edited.errors)
  const becomesPlanned = isPlanned(edited, now) && !isPlanned(session, now)
  const future = becomesPlanned ? futureError(c) : undefined
  if (future) return refuse(future)
  const link = { plan_id: edited.plan_id ?? null, chunk_id: edited.chunk_id ?? null }
  const outdates = affectsStats(session, edited) ? ['stats' as const] : []
  const main = as === 'edit' ? undefined : ''
  const regions = fragmentsWith(c, () => changeRegions(c, { before: session, after: session.id, main }))
  const page = pathTo`/sessions/${session.id}`
  if (as === 'move' && outdates.length === 0) return respondChange(c, { regions, page })
  const { errors, saved } = await retry(async () => {
    const [errors, plan] = await Promise.all([
      choiceErrors(DB, user.id, edited, session),
      checkLink(DB, user.id, link, session),
    ])
    if (errors || plan.errors) return { errors: { ...errors, ...formErrors(plan.errors ?? {}) } }
    const writes = [
      ...w.updateSession(DB, user.id, edited, edit.seq, now),
      ...w.guardNewProjects(DB, user.id, [{ before: session, after: edited }]),
      ...(isPlanned(edited, now) ? [] : plan.begin(now)),
    ]
    if (await commit(DB, user.id, outdates, writes)) return {}
    const saved = await q.session(DB, user.id, session.id)
    return saved?.seq === edit.seq ? conflict : { saved }
  })
  if (errors) return refuse(errors)
  if (saved === null) return c.notFound()
  if (saved) {
    if (as === 'undo') throw new ProblemError(editedSince)
    const names = await namesOf(DB, user.id, [edited, saved])
    const fields = editDifferences(edited, saved, clock, (subject) => nameOf(names, subject))
    if (fields.length > 0) return respondStale(c, saved, fields, as === 'move')
  }
  const done = {
    edit: () => `${becomesPlanned ? 'Planned' : 'Saved'} ${quotedSession(edited)}`,
    move: () => movedWords(c, edited, becomesPlanned),
    undo: () => editUndone,
  }
  const hasUndo = as === 'move' || nameInPlace(c)
  const undo = hasUndo && undoOfEdit(page, SessionEdit, exactly(session), exactly({ ...session, ...edited }))
  return respondChange(c, { regions, toast: { message: done[as](), ...undo }, page })
}
