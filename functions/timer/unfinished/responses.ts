import type { Context } from 'hono'
import { unfinishedName } from '../../../views/timer/unfinished'
import type { ToastProps } from '../../../views/ui/toast'
import type { App } from '../../lib/env'
import { clockTime, duration } from '../../lib/format'
import { cameFrom, wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { redirectTo } from '../../lib/respond'
import { respondTimerChanged } from '../fragments'
import type { Refusal } from './actions'
import type { UnfinishedSession } from './schema'

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

/** Element that sent the request: a row of the list, the timer's bar, or a page's form. */
export type RequestOrigin = 'row' | 'bar' | ''

type ActionResponse = { toast: ToastProps; page: string; origin: RequestOrigin }

/** Answers an action: a row or the bar gets the changed regions and a toast, a page's form is redirected. */
export const respondChanged = <E extends App>(
  c: Context<E>,
  session: UnfinishedSession,
  { toast, page, origin }: ActionResponse,
) => {
  if (!wantsFragment(c) || origin === '') return redirectBack(c, { toast, page })
  return respondTimerChanged(c, { toast, after: session.id, main: origin === 'row' ? '' : undefined })
}

/** Redirects to the page the request came from, or to `page` if it came from the session's own. */
export const redirectBack = <E extends App>(c: Context<E>, { toast, page }: Pick<ActionResponse, 'toast' | 'page'>) => {
  const from = cameFrom(c, page)
  return redirectTo(c, from.startsWith('/timer/forgotten/') ? page : from, toast)
}

const refusalDetails: Record<Refusal['refused'], string> = {
  moved: 'It has changed since this page was loaded.',
  runs: 'Another timer is running. Stop it first, or set when this one ended.',
  ran: 'The timer has been restarted since. Set when this one ended instead.',
}

/** @throws ProblemError 409 */
export const throwRefusal = (id: string, { refused }: Refusal): never => {
  throw new ProblemError({
    status: 409,
    code: 'moved_on',
    title: 'Nothing was changed',
    detail: refusalDetails[refused],
    again: `/timer/forgotten/${id}`,
  })
}
