/** A session that has not ended by itself, as far as it tells how long it has been left. Instants in epoch ms. */
export type ActiveSession = {
  source: string
  started_at: number
  /** When the person last said that it goes on. */
  last_heartbeat_at: number | null
}

/** How an unfinished session stands: `open` is a pull-request session, the others are a timer's. */
export type UnfinishedStatus =
  | { is: 'running' }
  | { is: 'asking'; since: number }
  | { is: 'open' }
  | { is: 'abandoned'; at: number }

const HOUR_MS = 3_600_000

/** How long a timer waits for an answer, and how long a pull-request session for its end. */
export const abandonTimerAfterMs = 24 * HOUR_MS
export const abandonPullRequestAfterMs = 12 * HOUR_MS

/** The last instant at which the person is known to have been at it: its start, or their last answer. */
const lastConfirmedAt = ({ started_at, last_heartbeat_at }: ActiveSession) =>
  Math.max(started_at, last_heartbeat_at ?? started_at)

/** When it is, or was, given up if nobody says anything. */
export const abandonAt = (session: ActiveSession) =>
  session.source === 'timer'
    ? lastConfirmedAt(session) + abandonTimerAfterMs
    : session.started_at + abandonPullRequestAfterMs

const checkInAt = (session: ActiveSession, askAfterMinutes: number) =>
  lastConfirmedAt(session) + askAfterMinutes * 60_000

/** How an active session stands at an instant. `askAfterMinutes` is the person's preference. */
export const unfinishedStatus = (session: ActiveSession, askAfterMinutes: number, now: number): UnfinishedStatus => {
  const at = abandonAt(session)
  if (now >= at) return { is: 'abandoned', at }
  if (session.source !== 'timer') return { is: 'open' }
  const since = checkInAt(session, askAfterMinutes)
  return now >= since ? { is: 'asking', since } : { is: 'running' }
}

/** The next instant at which an active session stands otherwise by itself; null when it has been given up. */
export const nextStatusChangeAt = (session: ActiveSession, askAfterMinutes: number, now: number) => {
  const instants = [...(session.source === 'timer' ? [checkInAt(session, askAfterMinutes)] : []), abandonAt(session)]
  return instants.find((instant) => instant > now) ?? null
}
