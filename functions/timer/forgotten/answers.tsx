import type { Context } from 'hono'
import { leftName } from '../../../views/timer/left-name'
import type { ToastProps } from '../../../views/ui/toast'
import type { App } from '../../lib/env'
import { clockTime, duration } from '../../lib/format'
import { cameFrom, flash, wantsFragment } from '../../lib/page'
import { type Problem, ProblemError } from '../../lib/problem'
import { session as finished } from '../../sessions/queries'
import { told } from '../answers'
import type { Refusal } from './actions'
import type { LeftSession } from './schema'

/** The way back from an action that was done to a session, to how it was before. */
export const undoPath = ({ id, status, last_heartbeat_at }: LeftSession, seq: number) =>
  `/timer/forgotten/${id}/undo?${new URLSearchParams({
    seq: String(seq),
    was: status,
    answered: String(last_heartbeat_at ?? ''),
  })}`

export const named = (session: LeftSession) => `“${leftName(session)}”`

/** `Ended “Methods” at 12:10, 3h 05m` */
export const endedMessage = (session: LeftSession, { ended_at, clock }: { ended_at: number; clock: 24 | 12 }) =>
  `Ended ${named(session)} at ${clockTime(ended_at, session.time_zone, clock)}, ` +
  duration(Math.floor((ended_at - session.started_at) / 1000))

/** Where htmx asked from: its row in a list goes, or the bar stands anew; else a page leads on. */
export type Asked = 'row' | 'bar' | ''

/**
 * After an action: for htmx what changed of the bar and of the list on screen, and a toast; for everyone else the page it
 * came from, or `page` where that was there for this session alone.
 */
export const settled = async <E extends App>(c: Context<E>, session: LeftSession, { toast, page, asked }: Done) => {
  if (wantsFragment(c) && asked !== '') {
    const came = await finished(c.env.DB, c.var.user.id, session.id)
    return told(c, { toast, came, main: asked === 'row' ? '' : undefined })
  }
  return leads(c, { toast, page })
}

type Done = { toast: ToastProps; page: string; asked: Asked }

/** To the page it came from, which is loaded anew. */
export const leads = <E extends App>(c: Context<E>, { toast, page }: Pick<Done, 'toast' | 'page'>) => {
  flash(c, toast)
  const from = cameFrom(c, page)
  const to = from.startsWith('/timer/forgotten/') ? page : from
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': to }) : c.redirect(to, 303)
}

const details: Record<Refusal['refused'], string> = {
  moved: 'It was changed, settled or given up since this page was shown.',
  runs: 'Another timer runs. Stop that one first, or say when this one ended.',
  ran: 'The timer has run again since. Say when this one ended instead.',
}

/** Says why nothing was done: 409. */
export const refuse = (id: string, { refused }: Refusal): never => {
  const problem: Problem = {
    status: 409,
    code: 'moved_on',
    title: 'Nothing was changed',
    detail: details[refused],
    again: `/timer/forgotten/${id}`,
  }
  throw new ProblemError(problem)
}
