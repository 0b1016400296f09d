import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { v7 as uuid } from 'uuid'
import { undo } from '../../changes/undo'
import { undoable } from '../../changes/writes'
import { iso } from '../../lib/api/values'
import { nothingToUndo } from '../../lib/db/recoverable'
import { conflict, retry } from '../../lib/db/retry'
import { commit } from '../../lib/db/sql'
import { localNow, todayOf } from '../../lib/env'
import { form, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { cameFrom, fragmentsWith, respondProblem } from '../../lib/http/respond'
import { clockTime } from '../../lib/text/format'
import { shortQuoted } from '../../lib/text/text'
import { moveRunning } from '../timer/moves'
import { repeatedFields } from '../timer/queries'
import { editTitle, refusedMove, respondInvalidMove } from './forms'
import { changeRegions, respondChange } from './fragments'
import { checkLink } from './plan-link'
import { isPlanned } from './planned'
import { addSessions } from './queries'
import { type LoadedSession, loadSession, saveEdit } from './save'
import { BlockTimes, MovedBlock, type SessionRow, SplitBlock } from './schema'
import { editedTimes, longestEdited, movedTime } from './times/edit'
import { type ResolvedTimes, resolveTyped, wholeSeconds } from './times/resolve'
import { titleOf, whenWords } from './words'
import { insertPiece, updateSession } from './writes'

type Typed = { started_at: string; ended_at: string }

const movedTimes = ({ started_at, ended_at, time_zone }: SessionRow, typed: Typed) => ({
  started_at: movedTime(started_at, time_zone, typed.started_at),
  ended_at: movedTime(ended_at, time_zone, typed.ended_at),
})

/** The two pieces of a session that is cut at a local date-time. Idle time is at its end, so the second one has it. */
const piecesOf = (session: SessionRow, at: string, now: number): [ResolvedTimes, ResolvedTimes] | null => {
  const { started_at, ended_at, duration_seconds } = session
  const setting = { now, zone: session, longest: longestEdited(session) }
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

/** Takes back a split that the form names; other edits go on. */
export const undoSplit = createMiddleware(async (c, next) => {
  const { split } = submittedText(c)
  if (!split) return next()
  const { user } = c.var
  const id = c.req.param('id') ?? ''
  const regions = fragmentsWith(c, () => changeRegions(c, { after: id, main: '' }))
  const done = await undo(c.env.DB, user.id, split, localNow(user))
  if (typeof done === 'string' || 'path' in done) throw new ProblemError(nothingToUndo)
  return respondChange(c, { regions, toast: { message: done.undone }, page: cameFrom(c, '/sessions') })
})

/** Writes of a block in a drawing of time: another time, a copy, and a cut in two. */
export const moves = new Hono<LoadedSession>()
  .post(
    '/:id/times',
    moveRunning,
    loadSession,
    form(MovedBlock, editTitle, (c, draft) => refusedMove(c, draft.errors)),
    (c) => {
      const { seq, ...typed } = c.req.valid('form')
      return saveEdit(c, { ...movedTimes(c.var.session, typed), seq }, 'move')
    },
  )

  .post(
    '/:id/copy',
    loadSession,
    form(BlockTimes, editTitle, (c, draft) => refusedMove(c, draft.errors)),
    async (c) => {
      const { DB } = c.env
      const { session, user } = c.var
      const { clock } = user.preferences
      const now = Date.now()
      const times = editedTimes(session, movedTimes(session, c.req.valid('form')), '', clock, now)
      if ('errors' in times) return respondInvalidMove(c, times.errors)
      const id = uuid()
      const regions = fragmentsWith(c, () => changeRegions(c, { after: id, main: '' }))
      const copy = await retry(async () => {
        const [repeated, plan] = await Promise.all([
          repeatedFields(DB, user.id, session.id),
          checkLink(DB, user.id, session),
        ])
        if (!repeated) return null
        const none = { notes: '', import_id: null, import_key: null }
        const added = { ...repeated.fields, ...none, ...times, id, source: 'manual' as const }
        const begun = isPlanned(added, now) ? [] : plan.begin(now)
        const done = await commit(DB, user.id, ['stats'], [...addSessions(DB, user.id, [added], now), ...begun])
        return done ? added : conflict
      })
      if (!copy) return c.notFound()
      const message = `Copied “${titleOf(copy)}” to ${whenWords(copy, clock, todayOf(c))}`
      const toast = { message, undo: pathTo`/sessions/${id}/delete` }
      return respondChange(c, { regions, toast, page: '/sessions' })
    },
  )

  .post(
    '/:id/split',
    loadSession,
    form(SplitBlock, editTitle, (c, draft) => refusedMove(c, draft.errors)),
    async (c) => {
      const { DB } = c.env
      const { session, user } = c.var
      const { at, seq } = c.req.valid('form')
      const now = Date.now()
      const pieces = piecesOf(session, at, now)
      if (!pieces) return respondInvalidMove(c, { at: ['Enter a time while it was tracked.'] })
      const [first, second] = pieces
      const id = uuid()
      const time = clockTime(second.started_at, session.time_zone, user.preferences.clock)
      const change = { id: uuid(), kind: 'edit' as const, summary: `Split ${shortQuoted(titleOf(session))} at ${time}` }
      const writes = [
        ...updateSession(DB, user.id, { ...session, ...first }, seq, now),
        ...insertPiece(DB, user.id, session, { ...second, id }, now, ''),
      ]
      const regions = fragmentsWith(c, () => changeRegions(c, { before: session, after: session.id, main: '' }))
      const split = undoable(DB, user.id, change, { sessions: [session.id, id] }, writes, now)
      if (!(await commit(DB, user.id, ['stats'], split))) {
        const [title, detail] = ['Nothing was changed', 'The session has changed since.']
        return respondProblem(c, { status: 409, code: 'moved_on', title, detail })
      }
      const page = pathTo`/sessions/${session.id}`
      const toast = { message: change.summary, undo: `${page}/undo`, sends: { split: change.id } }
      return respondChange(c, { regions, toast, page })
    },
  )
