/** A session that has not ended by itself, as far as it tells how long it has been left. Instants in epoch ms. */
export type Left = {
  source: string
  started_at: number
  /** When the person last said that it goes on. */
  last_heartbeat_at: number | null
}

/** How an unfinished session stands: `open` is a pull-request session, the others are a timer's. */
export type Standing =
  | { is: 'running' }
  | { is: 'asking'; since: number }
  | { is: 'open' }
  | { is: 'abandoned'; at: number }

const HOUR_MS = 3_600_000

/** How long a timer waits for an answer, and how long a pull-request session for its end. */
export const timerPatienceMs = 24 * HOUR_MS
export const openPatienceMs = 12 * HOUR_MS

/** The last instant at which the person is known to have been at it: its start, or their last answer. */
const lastWord = ({ started_at, last_heartbeat_at }: Left) => Math.max(started_at, last_heartbeat_at ?? started_at)

/** When it is, or was, given up if nobody says anything. */
export const givenUpAt = (session: Left) =>
  session.source === 'timer' ? lastWord(session) + timerPatienceMs : session.started_at + openPatienceMs

const asksAt = (session: Left, askAfterMinutes: number) => lastWord(session) + askAfterMinutes * 60_000

/** How an active session stands at an instant. `askAfterMinutes` is the person's preference. */
export const standingOf = (session: Left, askAfterMinutes: number, now: number): Standing => {
  const at = givenUpAt(session)
  if (now >= at) return { is: 'abandoned', at }
  if (session.source !== 'timer') return { is: 'open' }
  const since = asksAt(session, askAfterMinutes)
  return now >= since ? { is: 'asking', since } : { is: 'running' }
}

/** The next instant at which an active session stands otherwise by itself; null when it has been given up. */
export const nextChangeAt = (session: Left, askAfterMinutes: number, now: number) => {
  const instants = [...(session.source === 'timer' ? [asksAt(session, askAfterMinutes)] : []), givenUpAt(session)]
  return instants.find((instant) => instant > now) ?? null
}
