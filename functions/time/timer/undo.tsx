import type { Context } from 'hono'
import { prefetchResponse } from '../../lib/db/reads'
import { commit, guardTimerSeq, type Outdates, readVersions } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { prefetchFragments } from '../../lib/http/respond'
import { sessionById } from '../sessions/queries'
import { sessionTitle } from '../sessions/title'
import { restoreSession } from '../sessions/writes'
import type { Owner, TimerConflict } from './actions'
import { respondConflict, respondTimerChanged, timerRegions } from './fragments'
import { activeTimer } from './queries'
import * as w from './writes'

type TimerAction = { id: string; seq: number }

const undoAction = async (
  db: D1Database,
  user: Owner,
  action: TimerAction,
  outdates: Outdates[],
  writes: () => D1PreparedStatement[],
): Promise<TimerConflict | 'undone'> => {
  const { timer_seq } = await readVersions(db, user.id)
  const guards = [guardTimerSeq(db, user.id, timer_seq)]
  const isDone = timer_seq === action.seq && (await commit(db, user.id, ['timer', ...outdates], writes(), { guards }))
  return isDone ? 'undone' : { current: await activeTimer(db, user.id) }
}

type StartAction = TimerAction & { stopped?: string; planned?: string }

export const undoStart = (db: D1Database, user: Owner, action: StartAction, now: number) =>
  undoAction(db, user, action, action.stopped || action.planned ? ['stats'] : [], () => [
    ...w.removeTimer(db, user.id, action, now),
    ...(action.planned ? restoreSession(db, user.id, action.planned, now) : []),
    ...(action.stopped ? w.resumeTimer(db, user.id, { id: action.stopped, seq: action.seq }, now) : []),
  ])

/** @param also further statements of the batch */
export const undoStop = (
  db: D1Database,
  user: Owner,
  action: TimerAction,
  now: number,
  also: D1PreparedStatement[] = [],
) => undoAction(db, user, action, ['stats'], () => [...w.resumeTimer(db, user.id, action, now), ...also])

export const undoDiscard = (db: D1Database, user: Owner, action: TimerAction, now: number) =>
  undoAction(db, user, action, [], () => w.resumeTimer(db, user.id, action, now))

type Undo = (db: D1Database, user: Owner, action: StartAction, now: number) => Promise<TimerConflict | 'undone'>

/** @param restarted id of the session that runs again */
const respondUndo = async (c: Context<App>, undo: Undo, action: StartAction, restarted?: string) => {
  const { DB } = c.env
  const { user } = c.var
  const reading = restarted ? sessionById(DB, user.id, restarted) : null
  // In one batch: one round trip instead of two.
  const active = prefetchResponse(c.env.DB, () => activeTimer(DB, user.id))
  const after = action.planned
  const regions = prefetchFragments(c, async () => timerRegions(c, { before: await reading, after, main: '' }))
  const before = await reading
  const result = await undo(DB, user, action, Date.now())
  if (result !== 'undone') return respondConflict(c, result.current)
  const running = await active()
  const message = running ? `“${sessionTitle(running)}” is still running` : 'Start undone'
  return respondTimerChanged(c, { toast: { message }, before, regions })
}

/** Undo of each action on the timer. `seq`: version that the action made. */
export const undoes = {
  start: (c: Context<App>, id: string, seq: string, stopped?: string, planned?: string) =>
    respondUndo(c, undoStart, { id, seq: Number(seq), stopped, planned }, stopped),
  stop: (c: Context<App>, id: string, seq: string) => respondUndo(c, undoStop, { id, seq: Number(seq) }, id),
  discard: (c: Context<App>, id: string, seq: string) => respondUndo(c, undoDiscard, { id, seq: Number(seq) }),
}
