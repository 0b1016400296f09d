import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { titleOf } from '../../views/sessions/words'
import { TimerBar, TimerPart } from '../../views/timer/bar'
import { Toast, ToastPart, type ToastProps } from '../../views/ui/toast'
import type { App } from '../lib/env'
import { duration } from '../lib/format'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { type Problem, ProblemError } from '../lib/problem'
import { respondChange } from '../sessions/fragments'
import { session } from '../sessions/queries'
import type { ListedSession } from '../sessions/schema'
import { loadShell } from '../shell/load'
import type { Started } from './actions'
import type { ActiveTimer, StoppedTimer } from './schema'
import type { OmittedSubject } from './start'

type Titled = { title: string }

const quotedTitle = (timer: Titled) => `“${titleOf(timer)}”`

const undoPath = (action: 'start' | 'stop' | 'discard', of: Record<string, string | number>) =>
  `/timer/${action}/undo?${new URLSearchParams(Object.entries(of).map(([name, value]) => [name, String(value)]))}`

type StartResult = Started & { leftOut?: OmittedSubject[] }

const omittedText = (leftOut: OmittedSubject[]) =>
  leftOut.length > 0 ? ` without its deleted ${leftOut.join(' and ')}` : ''

/** What is said of a start, with the way back. */
export const startedToast = ({ started, stopped, leftOut = [] }: StartResult): ToastProps => ({
  message: stopped
    ? `Started ${quotedTitle(started)}${omittedText(leftOut)}, stopped ${quotedTitle(stopped)} after ${duration(stopped.duration_seconds)}`
    : `Started ${quotedTitle(started)}${omittedText(leftOut)}`,
  undo: undoPath('start', { id: started.id, seq: started.seq, ...(stopped && { stopped: stopped.id }) }),
})

export const stoppedToast = (stopped: StoppedTimer): ToastProps => ({
  message: `Stopped ${quotedTitle(stopped)}, ${duration(stopped.duration_seconds)}`,
  undo: undoPath('stop', { id: stopped.id, seq: stopped.seq }),
})

export const discardedToast = (discarded: StoppedTimer): ToastProps => ({
  message: `Discarded ${quotedTitle(discarded)}, ${duration(discarded.duration_seconds)}`,
  undo: undoPath('discard', { id: discarded.id, seq: discarded.seq }),
})

/** Where a plain form goes back to: the page it came from, unless that was there for this action alone. */
const returnPath = (c: Context) => cameFrom(c, '/timer').replace(/^\/timer\/.*/, '/timer')

type TimerChange = {
  toast: ToastProps
  /** A session that came into the lists, or left them. */
  came?: ListedSession | null
  went?: ListedSession | null
  /** What asked is replaced by this; the bar, unless it asked from elsewhere. */
  main?: Child
  /** What else of the page is renewed. */
  also?: Child
}

/**
 * After an action: the page it came from with a message, or for htmx the bar, the days of the list that changed, and a
 * toast. Other parts of the page hear `timer-changed`.
 */
export const respondTimerChanged = async <E extends App>(
  c: Context<E>,
  { toast, came = null, went = null, main, also }: TimerChange,
) => {
  if (!wantsFragment(c)) {
    flash(c, toast)
    return c.redirect(returnPath(c), 303)
  }
  const { user } = c.var
  const shell = await loadShell(c)
  const bar = [
    ...(main === undefined
      ? [<TimerBar shell={shell} user={user} />]
      : [main, <TimerPart shell={shell} user={user} />]),
    also,
  ]
  if (!came && !went) {
    c.header('HX-Trigger', 'timer-changed')
    return c.render([bar, <ToastPart {...toast} />])
  }
  const answer = await respondChange(c, { before: went, after: came, main: bar, toast })
  answer.headers.set('HX-Trigger', 'sessions-changed, timer-changed')
  return answer
}

/** The same after a start; `main` takes the place of what asked, where that was not the bar. */
export const respondStarted = async <E extends App>(
  c: Context<E>,
  done: StartResult,
  { main, also }: Pick<TimerChange, 'main' | 'also'> = {},
) => {
  const came = done.stopped && wantsFragment(c) ? await session(c.env.DB, c.var.user.id, done.stopped.id) : null
  return respondTimerChanged(c, { toast: startedToast(done), came, main, also })
}

/** An action that found another timer than its page showed, or none: nothing was done, and the page shows what holds. */
export const respondNotRunning = <E extends App>(c: Context<E>) =>
  respondTimerChanged(c, { toast: { message: 'That timer is not running any more. Nothing was changed.' } })

const conflictProblem: Problem = {
  status: 409,
  code: 'moved_on',
  title: 'That cannot be taken back any more',
  detail: 'The timer, or the session, has been changed since. Nothing was changed now.',
  again: '/timer',
}

/** Answers an Undo that comes too late: 409. Beside the toast that asked, the bar shows what holds. */
export const respondConflict = async <E extends App>(c: Context<E>, current: ActiveTimer | null) => {
  if (!wantsFragment(c)) throw new ProblemError({ ...conflictProblem, more: { running: current?.id ?? null } })
  c.status(409)
  return c.render([
    <Toast message={`${conflictProblem.title}: it has been changed since.`} />,
    <TimerPart shell={await loadShell(c)} user={c.var.user} />,
  ])
}
