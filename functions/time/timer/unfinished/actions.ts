import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ToastProps } from '../../../../views/ui/toast'
import { recoverableSince } from '../../../lib/db/recoverable'
import { commitPlanned } from '../../../lib/db/retry'
import { commit, type Outdates, type PersonVersions, readVersions } from '../../../lib/db/sql'
import type { App, User } from '../../../lib/env'
import { pathTo, undoPath } from '../../../lib/http/path-to'
import { ProblemError } from '../../../lib/http/problem'
import { pathUnlessBelow, previousPath, redirectTo, wantsFragment } from '../../../lib/http/respond'
import { clockTime, duration } from '../../../lib/text/format'
import { resolveTyped } from '../../sessions/times/resolve'
import { restoreSession } from '../../sessions/writes'
import { respondTimerChanged } from '../fragments'
import { activeTimer } from '../queries'
import { wholeSecond } from '../times'
import * as w from './abandon'
import { abandonOverdue } from './abandon'
import * as q from './queries'
import { sessionOfAnyStatus } from './queries'
import type { EndForm, UnfinishedSession } from './schema'
import { unfinishedName } from './schema'
import { abandonAt } from './thresholds'

type EndErrors = Partial<Record<'ended_at' | 'date', string[]>>

/** Parses an instant with its offset, or a time in the session's zone. `now` in epoch ms. */
export const parseEnd = (
  typed: Pick<EndForm, 'ended_at' | 'date'>,
  session: Pick<UnfinishedSession, 'started_at' | 'time_zone' | 'day_start_minute'>,
  now: number,
): { ended_at: number } | { errors: EndErrors } => {
  if (typed.ended_at === '') return { errors: { ended_at: ['Enter when it ended.'] } }
  const started_at = new Date(session.started_at).toISOString()
  const times = resolveTyped({ ...typed, started_at }, { now, zone: session })
  if ('errors' in times) {
    const { date, started_at: start = [], ended_at = [], duration = [] } = times.errors
    const endErrors = [...ended_at, ...start, ...duration]
    return { errors: { ...(date && { date }), ...(endErrors.length > 0 && { ended_at: endErrors }) } }
  }
  if (times.ended_at > now) return { errors: { ended_at: ['That is in the future.'] } }
  return { ended_at: Math.max(wholeSecond(times.ended_at), session.started_at) }
}

/** `seq`: version that the action made, for its Undo. */
type ActionDone = { seq: number }

/** `moved`: the session has changed since it was shown. `runs`, `ran`: another timer runs, or ran, since then. */
export type EndRefusal = { refused: 'moved' | 'runs' | 'ran' }

type ActionPlan<Refused> = { writes: D1PreparedStatement[]; outdates?: Outdates[] } | Refused

const changeSession = <Refused extends object>(
  db: D1Database,
  userId: string,
  id: string,
  plan: (session: UnfinishedSession | null, head: PersonVersions) => Promise<ActionPlan<Refused>> | ActionPlan<Refused>,
): Promise<ActionDone | Refused> =>
  commitPlanned<ActionDone | Refused>(db, userId, ['timer'], async (head) => {
    const planned = await plan(await q.sessionOfAnyStatus(db, userId, id), head)
    return 'writes' in planned ? { ...planned, result: { seq: head.seq + 1 } } : { result: planned }
  })

const isUnchanged = (session: UnfinishedSession | null, seq: number): session is UnfinishedSession =>
  session !== null && session.seq === seq && session.deleted_at === null && session.status !== 'completed'

const unfinishedSources = new Set(['timer', 'extension'])

const moved: EndRefusal = { refused: 'moved' }

export const confirmRunning = (db: D1Database, { id: userId }: User, id: string, seq: number, now: number) =>
  changeSession<EndRefusal>(db, userId, id, (session) =>
    isUnchanged(session, seq) && session.status === 'active' && session.source === 'timer'
      ? { writes: w.setSessionState(db, userId, session, w.activeState(now), now) }
      : moved,
  )

/** Ends a running, open or abandoned session. A timer must end before the next one's start: two never overlap. */
export const endSession = async (
  db: D1Database,
  user: User,
  id: string,
  { seq, ...typed }: EndForm,
  now: number,
): Promise<(ActionDone & { ended_at: number }) | EndRefusal | { errors: EndErrors }> => {
  let ended_at = now
  const result = await changeSession<EndRefusal | { errors: EndErrors }>(db, user.id, id, async (session) => {
    if (!isUnchanged(session, seq)) return moved
    const end = parseEnd(typed, session, now)
    if ('errors' in end) return end
    const next = session.source === 'timer' ? await q.nextTimerStart(db, user.id, id) : null
    if (next !== null && next < end.ended_at) {
      const at = clockTime(next, session.time_zone, user.preferences.clock)
      return { errors: { ended_at: [`The timer was started again at ${at}. Choose ${at} or earlier.`] } }
    }
    const ended = w.completedState(session, end.ended_at)
    ended_at = end.ended_at
    const writes = w.setSessionState(db, user.id, session, ended, now)
    return { outdates: ['stats'], writes: [...writes, w.deleteOldVisits(db, user.id)] }
  })
  return 'seq' in result ? { ...result, ended_at } : result
}

/** Resumes an abandoned timer with its original start, unless another timer has run since. */
export const resume = (db: D1Database, { id: userId }: User, id: string, seq: number, now: number) =>
  changeSession<EndRefusal>(db, userId, id, async (session) => {
    const [active, next] = await Promise.all([activeTimer(db, userId), q.nextTimerStart(db, userId, id)])
    if (!isUnchanged(session, seq) || session.status !== 'abandoned' || session.source !== 'timer') return moved
    if (active) return { refused: 'runs' }
    if (next !== null) return { refused: 'ran' }
    return { writes: w.setSessionState(db, userId, session, w.activeState(now), now) }
  })

export const discardUnfinished = (db: D1Database, { id: userId }: User, id: string, seq: number, now: number) =>
  changeSession<EndRefusal>(db, userId, id, (session) =>
    isUnchanged(session, seq)
      ? { writes: w.setSessionState(db, userId, session, w.discardedState(session, now), now) }
      : moved,
  )

/** Undoes an action if the session has not changed. It only runs again if no other timer action came since. */
export const undoUnfinishedAction = (
  db: D1Database,
  { id: userId }: User,
  id: string,
  { seq, wasActive, answered }: { seq: number; wasActive: boolean; answered: number | null },
  now: number,
) =>
  changeSession<EndRefusal>(db, userId, id, async (session, head) => {
    if (session?.seq !== seq || !unfinishedSources.has(session.source)) return moved
    const heartbeat = answered === null ? null : Math.min(answered, now)
    if (wasActive && (head.timer_seq !== seq || (await q.hasOtherOpenSession(db, userId, id)))) return moved
    const state = wasActive ? w.activeState(heartbeat) : w.abandonedState({ ...session, last_heartbeat_at: heartbeat })
    return {
      outdates: session.status === 'completed' ? ['stats'] : [],
      writes: w.setSessionState(db, userId, session, state, now),
    }
  })

export const unfinishedUndoPath = ({ id, status, last_heartbeat_at }: UnfinishedSession, seq: number) =>
  undoPath('timer.forgotten', id, seq, status, last_heartbeat_at)

export const quotedName = (session: UnfinishedSession) => `“${unfinishedName(session)}”`

/** `Ended “Methods” at 12:10, 3h 05m` */
export const endedMessage = (session: UnfinishedSession, { ended_at, clock }: { ended_at: number; clock: 24 | 12 }) =>
  `Ended ${quotedName(session)} at ${clockTime(ended_at, session.time_zone, clock)}, ` +
  duration(Math.floor((ended_at - session.started_at) / 1000))

/** Element that sent the request: a row of the list, the timer's bar, or a page's form. */
export type RequestOrigin = 'row' | 'bar' | ''

type ActionResponse = { toast: ToastProps; page: string; origin: RequestOrigin }

/** Responds to an action. A row or the bar gets the changed regions and a toast; a page's form is redirected. */
export const respondUnfinishedChange = <E extends App>(
  c: Context<E>,
  session: UnfinishedSession,
  { toast, page, origin }: ActionResponse,
) => {
  if (!wantsFragment(c) || origin === '') return redirectBack(c, { toast, page })
  return respondTimerChanged(c, { toast, after: session.id, main: origin === 'row' ? '' : undefined })
}

/** Redirects to the page of the request, or to `page` if that was the session's own. */
export const redirectBack = <E extends App>(c: Context<E>, { toast, page }: Pick<ActionResponse, 'toast' | 'page'>) =>
  redirectTo(c, pathUnlessBelow(c, '/timer/forgotten', page), toast)

const refusalDetails: Record<EndRefusal['refused'], string> = {
  moved: 'It has changed since this page was loaded.',
  runs: 'Another timer is running. Stop it first, or set when this one ended.',
  ran: 'The timer has been restarted since. Set when this one ended instead.',
}

/** Throws the refusal as a problem. @throws ProblemError 409 */
export const throwRefusal = (id: string, { refused }: EndRefusal): never => {
  throw new ProblemError({
    status: 409,
    code: 'moved_on',
    title: 'Nothing was changed',
    detail: refusalDetails[refused],
    again: pathTo`/timer/forgotten/${id}`,
  })
}

/** Redirects from the URL of an unfinished session, which would be 404, to the page that ends it. */
export const redirectUnfinished = createMiddleware<App>(async (c, next) => {
  await next()
  if (c.res.status !== 404) return
  const session = await sessionOfAnyStatus(c.env.DB, c.var.user.id, c.req.param('id') ?? '')
  if (!session || session.status === 'completed' || session.deleted_at !== null) return
  const isRunning = session.status === 'active' && session.source === 'timer' && abandonAt(session) > Date.now()
  c.res = undefined
  const Location = isRunning ? '/timer' : pathTo`/timer/forgotten/${session.id}`
  c.res = new Response(null, { status: 303, headers: { Location } })
})

export const restoreUnfinished = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  const { user } = c.var
  const now = Date.now()
  const session = await sessionOfAnyStatus(DB, user.id, c.req.param('id') ?? '')
  if (session?.status !== 'abandoned' || (session.deleted_at ?? 0) <= recoverableSince(now)) return next()
  if (!(await commit(DB, user.id, ['timer'], restoreSession(DB, user.id, session.id, now)))) return c.notFound()
  const message = `Restored “${unfinishedName(session)}”: set when it ended`
  return redirectTo(c, previousPath(c, '/sessions'), { message })
})

/** Abandons overdue sessions before the ETag check, so that no program gets a 304 for one. */
export const abandonOverdueFirst = createMiddleware<App>(async (c, next) => {
  const { user, head } = c.var
  const due = await abandonOverdue(c.env.DB, user, Date.now())
  if (due > 0) c.set('head', { ...head, ...(await readVersions(c.env.DB, user.id)) })
  await next()
})
