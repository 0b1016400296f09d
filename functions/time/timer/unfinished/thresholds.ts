import { longestSession } from '../../../lib/time/typed-time'
import { hourMs } from '../../../lib/time/units'

/** An active session. Instants in epoch ms. */
type ActiveSession = {
  source: string
  started_at: number
  /** When the person last confirmed that it still runs. */
  last_heartbeat_at: number | null
}

/** Status of an active session. `open`: a pull-request session; the others are statuses of a timer. */
type UnfinishedStatus =
  | { is: 'running' }
  | { is: 'asking'; since: number }
  | { is: 'open' }
  | { is: 'abandoned'; at: number }

const abandonTimerAfterMs = 24 * hourMs

/** Time in ms from its start after which a pull-request session is abandoned. */
export const abandonPullRequestAfterMs = 12 * hourMs

const lastConfirmedAt = ({ started_at, last_heartbeat_at }: ActiveSession) =>
  Math.max(started_at, last_heartbeat_at ?? started_at)

/** When a session is abandoned (epoch ms): a timer if unconfirmed for too long, or at a session's maximum length. */
export const abandonAt = (session: ActiveSession) =>
  session.source === 'timer'
    ? Math.min(lastConfirmedAt(session) + abandonTimerAfterMs, session.started_at + longestSession * 1000)
    : session.started_at + abandonPullRequestAfterMs

const checkInAt = (session: ActiveSession, askAfterMinutes: number) =>
  lastConfirmedAt(session) + askAfterMinutes * 60_000

/** @param askAfterMinutes the person's preference */
export const unfinishedStatus = (session: ActiveSession, askAfterMinutes: number, now: number): UnfinishedStatus => {
  const at = abandonAt(session)
  if (now >= at) return { is: 'abandoned', at }
  if (session.source !== 'timer') return { is: 'open' }
  const since = checkInAt(session, askAfterMinutes)
  return now >= since ? { is: 'asking', since } : { is: 'running' }
}

/** Next time the status changes without a write (epoch ms); null once the session is abandoned. */
export const nextStatusChangeAt = (session: ActiveSession, askAfterMinutes: number, now: number) => {
  const at = abandonAt(session)
  const instants = session.source === 'timer' ? [Math.min(checkInAt(session, askAfterMinutes), at), at] : [at]
  return instants.find((instant) => instant > now) ?? null
}
