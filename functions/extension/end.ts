const SECOND = 1000

type SessionEnd = { started_at: number; ended_at: number; duration_seconds: number }

/** Whole seconds between instants in epoch ms; 0 where the clock was set back. */
const secondsSince = (startedAt: number, now: number) => Math.max(0, Math.floor((now - startedAt) / SECOND))

/**
 * Times of a session whose end is reported now, in epoch ms. A reported duration counts from the start; without one the
 * session ends now. A duration longer than the session has been open means that its start was reported late, from a
 * queue: the session then ends now, and its start moves back.
 */
export const endOfSession = (startedAt: number, now: number, durationSeconds: number | undefined): SessionEnd => {
  const open = secondsSince(startedAt, now)
  const duration_seconds = durationSeconds ?? open
  const started_at =
    duration_seconds <= open ? startedAt : Math.floor(now / SECOND) * SECOND - duration_seconds * SECOND
  return { started_at, ended_at: started_at + duration_seconds * SECOND, duration_seconds }
}
