import type { Context } from 'hono'
import { unfinishedName } from '../../../views/timer/unfinished-name'
import type { ToastProps } from '../../../views/ui/toast'
import type { App } from '../../lib/env'
import { clockTime, duration } from '../../lib/format'
import { cameFrom, flash, wantsFragment } from '../../lib/page'
import { type Problem, ProblemError } from '../../lib/problem'
import { session as finished } from '../../sessions/queries'
import { respondTimerChanged } from '../fragments'
import type { Refusal } from './actions'
import type { UnfinishedSession } from './schema'

/** The way back from an action that was done to a session, to how it was before. */
export const undoPath = ({ id, status, last_heartbeat_at }: UnfinishedSession, seq: number) =>
  `/timer/forgotten/${id}/undo?${new URLSearchParams({
    seq: String(seq),
    was: status,
    answered: String(last_heartbeat_at ?? ''),
  })}`

export const quotedName = (session: UnfinishedSession) => `“${unfinishedName(session)}”`

/** `Ended “Methods” at 12:10, 3h 05m` */
export const endedMessage = (session: UnfinishedSession, { ended_at, clock }: { ended_at: number; clock: 24 | 12 }) =>
  `Ended ${quotedName(session)} at ${clockTime(ended_at, session.time_zone, clock)}, ` +
  duration(Math.floor((ended_at - session.started_at) / 1000))

/** Where htmx asked from: its row in a list goes, or the bar stands anew; else a page leads on. */
export type RequestOrigin = 'row' | 'bar' | ''

/**
 * After an action: for htmx what changed of the bar and of the list on screen, and a toast; for everyone else the page it
 * came from, or `page` where that was there for this session alone.
 */
export const respondChanged = async <E extends App>(
  c: Context<E>,
  session: UnfinishedSession,
  { toast, page, asked }: ActionResponse,
) => {
  if (wantsFragment(c) && asked !== '') {
    const came = await finished(c.env.DB, c.var.user.id, session.id)
    return respondTimerChanged(c, { toast, came, main: asked === 'row' ? '' : undefined })
  }
  return redirectBack(c, { toast, page })
}

type ActionResponse = { toast: ToastProps; page: string; asked: RequestOrigin }

/** To the page it came from, which is loaded anew. */
export const redirectBack = <E extends App>(c: Context<E>, { toast, page }: Pick<ActionResponse, 'toast' | 'page'>) => {
  flash(c, toast)
  const from = cameFrom(c, page)
  const to = from.startsWith('/timer/forgotten/') ? page : from
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': to }) : c.redirect(to, 303)
}

const refusalDetails: Record<Refusal['refused'], string> = {
  moved: 'It was changed, settled or given up since this page was shown.',
  runs: 'Another timer runs. Stop that one first, or say when this one ended.',
  ran: 'The timer has run again since. Say when this one ended instead.',
}

/** Says why nothing was done: 409. */
export const throwRefusal = (id: string, { refused }: Refusal): never => {
  const problem: Problem = {
    status: 409,
    code: 'moved_on',
    title: 'Nothing was changed',
    detail: refusalDetails[refused],
    again: `/timer/forgotten/${id}`,
  }
  throw new ProblemError(problem)
}
