import { plural } from '../../functions/lib/time/duration'
import type { Shown } from '../service-worker/own-requests'
import { formatMoment, makeElement } from './line-row'
import { isPending, type QueuedWrite } from './queue'

type Connection = { shown?: Shown; isSignedOut: boolean; isUnreached: boolean }

/** `You are offline. 2 changes wait to be sent. Page as of 14:05` */
export const heading = (all: QueuedWrite[], { shown, isSignedOut, isUnreached }: Connection) => {
  const refused = all.filter((line) => !isPending(line)).length
  const waiting = all.length - refused
  const sends = waiting > 0 ? 'Sending…' : 'Reconnecting…'
  const unreached = isSignedOut ? 'You are signed out.' : isUnreached ? 'Daymark can’t be reached.' : sends
  const unseen = shown?.isReplaced ? 'Another page answers instead of Daymark.' : unreached
  const lead = !navigator.onLine ? 'You are offline.' : waiting > 0 || shown || isUnreached ? unseen : ''
  const words = [
    waiting > 0 && `${plural(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'} to be sent`,
    refused > 0 && `${plural(refused, 'change')} ${refused === 1 ? 'was' : 'were'} refused`,
    shown && !shown.isMissing && `Page as of ${formatMoment(shown.at)}`,
    all.length === 0 && !shown && 'Changes are kept on this device',
  ]
  // The path is not cached, so following this link leads to the network.
  const isElsewhere = shown?.isReplaced || isSignedOut
  const open = isElsewhere ? [makeElement('a', { href: '/sign-in' }, isSignedOut ? 'Sign in' : 'Open it'), '. '] : []
  return [makeElement('b', {}, lead), ' ', ...open, words.filter(Boolean).join('. ')]
}
