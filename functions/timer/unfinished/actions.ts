import type { User } from '../../lib/env'
import { clockTime } from '../../lib/format'
import { commitPlanned } from '../../lib/retry'
import type { Head, Outdates } from '../../lib/sql'
import { activeTimer } from '../queries'
import * as q from './queries'
import type { EndForm, UndoQuery, UnfinishedSession } from './schema'
import { type EndErrors, parseEnd } from './typed-end'
import * as w from './writes'

/** `seq` is the version that the action made, which its Undo names. */
type ActionDone = { seq: number }

/** Why nothing was done: the session is not as it was shown, or the timer has run since. */
export type Refusal = { refused: 'moved' | 'runs' | 'ran' }

type ActionPlan<Refused> = { writes: D1PreparedStatement[]; outdates?: Outdates[] } | Refused

/** Plans an action from the session as it is and commits it. */
const changeSession = <Refused extends object>(
  db: D1Database,
  userId: string,
  id: string,
  plan: (session: UnfinishedSession | null, head: Head) => Promise<ActionPlan<Refused>> | ActionPlan<Refused>,
): Promise<ActionDone | Refused> =>
  commitPlanned<ActionDone | Refused>(db, userId, ['timer'], async (head) => {
    const planned = await plan(await q.sessionOfAnyStatus(db, userId, id), head)
    return 'writes' in planned ? { ...planned, result: { seq: head.seq + 1 } } : { result: planned, writes: [] }
  })

const isAsShown = (session: UnfinishedSession | null, seq: number): session is UnfinishedSession =>
  session !== null && session.seq === seq && session.deleted_at === null && session.status !== 'completed'

/** Whose sessions are left without an end. */
const unfinishedSources = new Set(['timer', 'extension'])

const moved: Refusal = { refused: 'moved' }

/** Notes that the timer which was asked about is still meant to run. `now` in epoch ms. */
export const confirmRunning = (db: D1Database, { id: userId }: User, id: string, seq: number, now: number) =>
  changeSession<Refusal>(db, userId, id, (session) =>
    isAsShown(session, seq) && session.status === 'active' && session.source === 'timer'
      ? { writes: w.setState(db, userId, session, w.active(now), now) }
      : moved,
  )

/**
 * Ends an unfinished session when the person says it ended, be it running, open or given up. The timer that was started
 * next sets a limit to it, as two timers never overlap.
 */
export const endSession = async (
  db: D1Database,
  user: User,
  id: string,
  { seq, ...typed }: EndForm,
  now: number,
): Promise<(ActionDone & { ended_at: number }) | Refusal | { errors: EndErrors }> => {
  let ended_at = now
  const done = await changeSession<Refusal | { errors: EndErrors }>(db, user.id, id, async (session) => {
    if (!isAsShown(session, seq)) return moved
    const end = parseEnd(typed, session, now)
    if ('errors' in end) return end
    const next = session.source === 'timer' ? await q.nextTimerStart(db, user.id, session) : null
    if (next !== null && next < end.ended_at) {
      const at = clockTime(next, session.time_zone, user.preferences.clock)
      return { errors: { ended_at: [`The timer was started again at ${at}. Give that time or an earlier one.`] } }
    }
    ended_at = end.ended_at
    const writes = w.setState(db, user.id, session, w.completed(session, ended_at), now)
    return { outdates: ['stats'], writes: [...writes, w.deleteOldVisits(db, user.id)] }
  })
  return 'seq' in done ? { ...done, ended_at } : done
}

/** Lets a timer that was given up run on, from its old start, where none has run since. */
export const resume = (db: D1Database, { id: userId }: User, id: string, seq: number, now: number) =>
  changeSession<Refusal>(db, userId, id, async (session) => {
    if (!isAsShown(session, seq) || session.status !== 'abandoned' || session.source !== 'timer') return moved
    if (await activeTimer(db, userId)) return { refused: 'runs' }
    if ((await q.nextTimerStart(db, userId, session)) !== null) return { refused: 'ran' }
    return { writes: w.setState(db, userId, session, w.active(now), now) }
  })

/** Deletes an unfinished session, which was never counted. For as long as others it can come back, to wait for an end. */
export const discard = (db: D1Database, { id: userId }: User, id: string, seq: number, now: number) =>
  changeSession<Refusal>(db, userId, id, (session) =>
    isAsShown(session, seq) ? { writes: w.setState(db, userId, session, w.discarded(session, now), now) } : moved,
  )

/**
 * Brings a session back to how it was before one of these actions, as long as it is as that action left it and, for it
 * to run again, as long as nothing else has been done to the timer.
 */
export const undo = (
  db: D1Database,
  { id: userId }: User,
  id: string,
  { seq, was, answered }: UndoQuery,
  now: number,
) =>
  changeSession<Refusal>(db, userId, id, async (session, head) => {
    if (session?.seq !== seq || !unfinishedSources.has(session.source)) return moved
    const last = answered === null ? null : Math.min(answered, now)
    if (was === 'active' && (head.timer_seq !== seq || (await q.hasOtherOpenSession(db, userId, session)))) return moved
    const state = was === 'active' ? w.active(last) : w.abandoned({ ...session, last_heartbeat_at: last })
    return {
      outdates: session.status === 'completed' ? ['stats'] : [],
      writes: w.setState(db, userId, session, state, now),
    }
  })
