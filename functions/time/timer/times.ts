import type { User } from '../../lib/env'
import { clockTime } from '../../lib/text/format'
import type { TimerErrors } from './queries'
import type { ActiveTimer } from './schema'

export const maxStartAgeMs = 24 * 60 * 60 * 1000

/** Tolerance in ms, because concurrent requests may read the clock in another order than they write. */
export const clockSkewMs = 60_000

/** Rounds an instant (epoch ms) down to the second, as stored for timers. */
export const wholeSecond = (instant: number) => Math.floor(instant / 1000) * 1000

type StartContext = {
  now: number
  active: Pick<ActiveTimer, 'started_at'> | null
  /** Last end of a timer after the start (epoch ms). */
  lastEnd: number | null
  user: Pick<User, 'preferences'>
}

/** True for a timer that began after an instant (epoch ms): on another device, after a queued line was made. */
export const startedAfter = (active: Pick<ActiveTimer, 'started_at'>, moment: number) =>
  active.started_at > moment + clockSkewMs

/** Error of a start (epoch ms). Timers must not overlap, and none starts more than 24 hours ago. */
export const startError = (start: number, { now, active, lastEnd, user }: StartContext): TimerErrors | undefined => {
  const { time_zone, clock } = user.preferences
  const error = (message: string): TimerErrors => ({ started_at: [message] })
  const at = (instant: number) => clockTime(instant, time_zone, clock)
  if (start > now) return error('That is in the future.')
  if (start < now - maxStartAgeMs) return error('A timer can start at most 24 hours back. Log a session instead.')
  if (active && start < active.started_at) {
    return error(`The running timer started at ${at(active.started_at)}. Choose ${at(active.started_at)} or later.`)
  }
  return lastEnd !== null && lastEnd > start
    ? error(`You already tracked time until ${at(lastEnd)}. Choose ${at(lastEnd)} or later.`)
    : undefined
}
