import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { SessionDraft } from '../../../views/time/sessions/form'
import { storeUndoable } from '../../changes/writes'
import { iso } from '../../lib/api/values'
import { editedSinceProblem } from '../../lib/db/recoverable'
import { commitGuarded, conflict } from '../../lib/db/retry'
import { commit } from '../../lib/db/sql'
import { appContext, type Loaded, rowLoader, rowUndo, todayOf } from '../../lib/env'
import { form } from '../../lib/http/form'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { prefetchFragments, respondProblem } from '../../lib/http/respond'
import { editUndone, parseUndoEdit, undoOfEdit } from '../../lib/resource/edit-in-place'
import { clockTime, duration, exactDuration } from '../../lib/text/format'
import { quoteShort } from '../../lib/text/text'
import { moveRunning } from '../timer/moves'
import { repeatedFields } from '../timer/queries'
import { readSessionRate } from './billing'
import {
  editForm,
  editTitle,
  futureError,
  nameInPlace,
  respondInvalidEdit,
  respondInvalidMove,
  respondRefusedMove,
  respondStale,
  returnPath,
  staleBlockProblem,
} from './forms'
import { renderChangeRegions, respondChange } from './fragments'
import { readMissingNames } from './list/page'
import { checkLink, formErrors } from './plan-link'
import { planEdit, planSession } from './plan-session'
import { isPlanned } from './planned'
import * as q from './queries'
import { BlockForm, SessionEdit, type SessionRow } from './schema'
import { applyTimesEdit, maxEditedSeconds, movedEdgeText } from './times/edit'
import { type ResolvedTimes, resolveTyped, wholeSeconds } from './times/resolve'
import { sessionTitle } from './title'
import { affectsStats, applyEdit, editDifferences, exactFormValues } from './values'
import { subjectName, whenWords } from './words'
import * as w from './writes'

type LoadedSession = Loaded<'session', SessionRow>

export const loadSession = rowLoader('session', q.sessionById)

export const quotedSession = (session: Pick<SessionRow, 'title' | 'focus_ends_at' | 'duration_seconds'>) =>
  `“${sessionTitle(session)}”, ${duration(session.duration_seconds)}`

/** `Saved “Methods”, 1h`, `Moved “Methods” to Tue 24 Nov, 10:30–12:00`; `Planned …` if it is now in the future. */
const doneWords = (
  c: Context<LoadedSession>,
  saved: w.EditedSession,
  { as, planned }: { as: 'edit' | 'move' | 'undo'; planned: 'begins' | 'ends' | null },
) => {
  const { session, user } = c.var
  const edited = { ...saved, focus_ends_at: session.focus_ends_at }
  const when = whenWords(edited, user.preferences.clock, todayOf(c))
  const isTimed = edited.started_at !== session.started_at || edited.ended_at !== session.ended_at
  if (as === 'undo') return isTimed ? `${editUndone}: “${sessionTitle(edited)}” is back at ${when}` : editUndone
  const becomes = planned && { begins: 'Planned', ends: 'Logged' }[planned]
  if (as === 'edit') return `${becomes ?? 'Saved'} ${quotedSession(edited)}`
  const isWhole = edited.started_at !== session.started_at && edited.ended_at !== session.ended_at
  const [verb, to] = becomes ? [becomes, 'for'] : [isWhole ? 'Moved' : 'Changed', 'to']
  return `${verb} “${sessionTitle(edited)}” ${to} ${when}`
}

/** `saved`: the row after another write that came first; null if the session is gone. */
type Saved = { errors?: SessionDraft['errors']; saved?: SessionRow | null }

/** Saves an edit of a session, a move of its block, or the Undo of either. */
const saveEdit = async (c: Context<LoadedSession>, edit: SessionEdit, as: 'edit' | 'move' | 'undo' = 'edit') => {
  const { DB } = c.env
  const { session, user } = c.var
  const { clock } = user.preferences
  const now = Date.now()
  const refuse = (errors: SessionDraft['errors']) => {
    if (as === 'undo') throw new ProblemError(editedSinceProblem)
    return as === 'move' ? respondInvalidMove(c, errors) : respondInvalidEdit(c, session, errors)
  }
  const applied = applyEdit(session, edit, clock, now, as === 'undo')
  if ('errors' in applied) return refuse(applied.errors)
  const typed = edit.hourly_rate
  const rate = typed === undefined ? undefined : await readSessionRate(c, typed, { ...session, ...applied })
  if (rate && 'error' in rate) return refuse({ hourly_rate: [rate.error] })
  const edited = { ...applied, ...rate }
  const isAhead = isPlanned(edited, now)
  const planned = isAhead === isPlanned(session, now) ? null : isAhead ? 'begins' : 'ends'
  const future = planned === 'begins' ? futureError(c) : undefined
  if (future) return refuse(future)
  const main = as === 'edit' && nameInPlace(c) !== 'block' ? undefined : ''
  const regions = prefetchFragments(c, () => renderChangeRegions(c, { before: session, after: session.id, main }))
  const page = pathTo`/sessions/${session.id}`
  if (as === 'move' && !affectsStats(session, edited)) return respondChange(c, { regions, page })
  const { errors, saved } = await commitGuarded<Saved>(DB, user.id, [], async () => {
    const { errors, outdates, writes } = await planEdit(DB, user.id, session, edited, edit.seq, now)
    if (errors) return { result: { errors: formErrors(errors) } }
    const otherwise = async () => {
      const saved = await q.sessionById(DB, user.id, session.id)
      return saved?.seq === edit.seq ? conflict : { saved }
    }
    return { result: {}, writes, outdates, otherwise }
  })
  if (errors) return refuse(errors)
  if (saved === null) return c.notFound()
  if (saved) {
    if (as === 'undo') throw new ProblemError(editedSinceProblem)
    const names = await readMissingNames(DB, user.id, [edited, saved])
    const fields = editDifferences(edited, saved, clock, (subject) => subjectName(names, subject))
    if (fields.length > 0) return respondStale(c, saved, fields, as === 'move')
  }
  const message = doneWords(c, edited, { as, planned })
  const hasUndo = as === 'move' || nameInPlace(c)
  const undo =
    hasUndo &&
    undoOfEdit(
      undoPath('session.edit', session.id),
      SessionEdit,
      exactFormValues(session),
      exactFormValues({ ...session, ...edited }),
    )
  return respondChange(c, { regions, toast: { message, ...undo }, page: returnPath(appContext(c)) ?? page })
}

type Typed = { started_at: string; ended_at: string }

const movedTimes = ({ started_at, ended_at, time_zone }: SessionRow, typed: Typed) => ({
  started_at: movedEdgeText(started_at, time_zone, typed.started_at),
  ended_at: movedEdgeText(ended_at, time_zone, typed.ended_at),
})

/** The pieces of a session split at a local time; null if impossible. Idle time belongs to the second piece. */
const piecesOf = (session: SessionRow, at: string, now: number): [ResolvedTimes, ResolvedTimes] | null => {
  const { started_at, ended_at, duration_seconds } = session
  const setting = { now, zone: session, longest: maxEditedSeconds(session) }
  const rest = resolveTyped({ started_at: at, ended_at: iso(ended_at) }, setting)
  if ('errors' in rest || rest.started_at <= started_at) return null
  const first = { started_at, ended_at: rest.started_at }
  const seconds = wholeSeconds(first)
  if (seconds === 0 || seconds >= duration_seconds) return null
  const left = Math.min(duration_seconds - seconds, rest.duration_seconds)
  return [
    { ...first, duration_seconds: seconds },
    { ...rest, duration_seconds: left },
  ]
}

/** Values of an Undo. If it changes a time, all exact times, since a computed time would be rounded to seconds. */
const exactTimes = (edit: Partial<SessionEdit>, exact: ReturnType<typeof exactFormValues>) => {
  const { started_at, ended_at, duration } = exact
  const isTimed = [edit.started_at, edit.ended_at, edit.duration].some((time) => time !== undefined)
  const { duration: length, ...whole } = { ...(isTimed && { started_at, ended_at, duration }), ...edit }
  // A typed duration of 0 is an error. Left out, the duration is computed from the interval and the idle time.
  return length === exactDuration(0) ? whole : { ...whole, duration: length }
}

const blockForm = form<typeof BlockForm, LoadedSession>(BlockForm, editTitle, (c, draft) =>
  respondRefusedMove(c, draft.errors),
)

/** Routes that edit a session, with Undo, and its block in a calendar: new times, a copy, a split. */
export const sessionEditRoutes = new Hono<LoadedSession>()
  .post('/:id/times', moveRunning, loadSession, blockForm, (c) => {
    const { seq, ...typed } = c.req.valid('form')
    return saveEdit(c, { ...movedTimes(c.var.session, typed), seq }, 'move')
  })

  .post('/:id/copy', loadSession, blockForm, async (c) => {
    const { DB } = c.env
    const { session, user } = c.var
    const { clock } = user.preferences
    const now = Date.now()
    const times = applyTimesEdit(session, movedTimes(session, c.req.valid('form')), '', clock, now)
    if ('errors' in times) return respondInvalidMove(c, times.errors)
    const id = uuid()
    const regions = prefetchFragments(c, () => renderChangeRegions(c, { after: id, main: '' }))
    const copy = await commitGuarded(DB, user.id, ['stats'], async () => {
      const [repeated] = await Promise.all([
        repeatedFields(DB, user.id, session.id),
        // Prefetched for `planSession`.
        checkLink(DB, user.id, session),
      ])
      if (!repeated) return { result: null }
      const none = { notes: '', import_id: null, import_key: null }
      const added = { ...repeated.fields, ...none, ...times, id, source: 'manual' as const }
      const { writes } = await planSession(DB, user.id, added, now, added)
      return writes ? { result: added, writes } : conflict
    })
    if (!copy) return c.notFound()
    const message = `Copied “${sessionTitle({ ...copy, focus_ends_at: null })}” to ${whenWords(copy, clock, todayOf(c))}`
    const toast = { message, undo: pathTo`/sessions/${id}/delete?of=copy` }
    return respondChange(c, { regions, toast, page: '/sessions' })
  })

  .post('/:id/split', loadSession, blockForm, async (c) => {
    const { DB } = c.env
    const { session, user } = c.var
    const { at, seq } = c.req.valid('form')
    const now = Date.now()
    const pieces = piecesOf(session, at, now)
    if (!pieces) return respondInvalidMove(c, { at: ['Enter a time while it was tracked.'] })
    const [first, second] = pieces
    const id = uuid()
    const time = clockTime(second.started_at, session.time_zone, user.preferences.clock)
    const change = {
      id: uuid(),
      kind: 'edit' as const,
      summary: `Split ${quoteShort(sessionTitle(session))} at ${time}`,
    }
    const writes = [
      ...w.updateSession(DB, user.id, { ...session, ...first }, seq, now),
      ...w.insertPiece(DB, user.id, session, { ...second, id }, now, ''),
    ]
    const regions = prefetchFragments(c, () => renderChangeRegions(c, { before: session, after: session.id, main: '' }))
    const split = storeUndoable(DB, user.id, change, { sessions: [session.id, id] }, writes, now)
    if (!(await commit(DB, user.id, ['stats'], split))) return respondProblem(c, staleBlockProblem)
    const toast = { message: change.summary, undo: undoPath(change.id) }
    return respondChange(c, { regions, toast, page: pathTo`/sessions/${session.id}` })
  })

  .post(
    '/:id',
    loadSession,
    form(SessionEdit, editTitle, (c: Context<LoadedSession>, draft) => editForm(c, c.var.session, draft)),
    (c) => saveEdit(c, c.req.valid('form')),
  )

export const undoSessionEdit = rowUndo(
  moveRunning,
  rowUndo<LoadedSession>(loadSession, (c) => {
    const { session } = c.var
    const exact = exactFormValues(session)
    const edit = parseUndoEdit(appContext(c), SessionEdit, exact)
    return saveEdit(c, { ...exactTimes(edit, exact), seq: session.seq }, 'undo')
  }),
)
