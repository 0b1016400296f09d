const SECOND = 1000

type SessionEnd = { started_at: number; ended_at: number; duration_seconds: number }

/** The whole seconds since an instant, none where a clock was set back. Both in epoch ms. */
export const secondsSince = (startedAt: number, now: number) => Math.max(0, Math.floor((now - startedAt) / SECOND))

/**
 * When a session ends that its report, which comes now, says was that long: it took that long from its start. Without a
 * duration it ends now. One that is longer than the session has been open was sent late, from a queue, as its start was:
 * it ends now, and began that much earlier. Instants are epoch ms.
 */
export const endOfSession = (startedAt: number, now: number, durationSeconds: number | undefined): SessionEnd => {
  const open = secondsSince(startedAt, now)
  const duration_seconds = durationSeconds ?? open
  const started_at =
    duration_seconds <= open ? startedAt : Math.floor(now / SECOND) * SECOND - duration_seconds * SECOND
  return { started_at, ended_at: started_at + duration_seconds * SECOND, duration_seconds }
}
