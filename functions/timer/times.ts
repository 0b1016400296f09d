import type { User } from '../lib/env'
import { clockTime } from '../lib/format'
import type { ActiveTimer, TimerErrors } from './schema'

/** How far back a timer may have started, in milliseconds. */
export const maxStartAgeMs = 24 * 60 * 60 * 1000

/** An instant (epoch ms) rounded down to its second, as all of the timer's are. */
export const wholeSecond = (instant: number) => Math.floor(instant / 1000) * 1000

type StartContext = {
  now: number
  /** What runs until then, and would be stopped at the start. */
  active: Pick<ActiveTimer, 'started_at'> | null
  /** Until when the timer ran last, where that is later than the start. */
  ran: number | null
  user: Pick<User, 'preferences'>
}

/** Why no timer can have started at an instant (epoch ms); undefined when one can. Two timers never overlap. */
export const startError = (start: number, { now, active, ran, user }: StartContext): TimerErrors | undefined => {
  const { time_zone, clock } = user.preferences
  const error = (message: string): TimerErrors => ({ started_at: [message] })
  const at = (instant: number) => clockTime(instant, time_zone, clock)
  if (start > now) return error('That is in the future.')
  if (start < now - maxStartAgeMs) return error('A timer starts at most 24 hours back. Log a session instead.')
  if (active && start < active.started_at) {
    return error(`What runs now started at ${at(active.started_at)}. Give that time or a later one.`)
  }
  return ran !== null && ran > start
    ? error(`The timer ran until ${at(ran)}. Give that time or a later one.`)
    : undefined
}
