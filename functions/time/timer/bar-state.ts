import type { User } from '../../lib/env'
import { addDays, dayOf, dayStart } from '../../lib/time/days'
import { parseRest } from './focus/queries'
import { type FocusState, focusState, nextFocusChange, type Rest } from './focus/state'
import type { ActiveTimer } from './schema'
import { type CheckIn, readDueCheckIn } from './unfinished/check-in'
import { abandonAt, nextStatusChangeAt } from './unfinished/thresholds'

/** State of the timer bar at an instant. */
export type BarState = {
  /** End of the last session (epoch ms) if it is recent; null while a timer runs. */
  lastEnd: number | null
  /** The current break or pause; null while a timer runs. */
  rest: Rest | null
  /** A focus or break that is not over, or waits for an answer. */
  focus: FocusState | null
  /** Set if the timer has run so long that the bar asks about it. */
  checkIn: CheckIn | null
  /** Next time the bar changes without a write (epoch ms); null if never. */
  changesAt: number | null
}

/** The end of the last session is offered as a start for this time, in ms. */
export const lastEndOfferMs = 12 * 60 * 60 * 1000

type Owner = Pick<User, 'id' | 'preferences'>

/** When the timer asks or is abandoned, or the last end is no longer offered. */
const statusChangesAt = (timer: ActiveTimer | null, lastEnd: number | null, { preferences }: Owner, now: number) => {
  if (timer) return nextStatusChangeAt(timer, preferences.ask_after_minutes, now) ?? now
  if (lastEnd === null) return null
  return Math.min(lastEnd + lastEndOfferMs, dayStart(addDays(dayOf(now, preferences), 1), preferences))
}

/** Computes the state of the timer bar. @param around last end and last break */
export const barState = async (
  db: D1Database,
  user: Owner,
  timer: ActiveTimer | null,
  around: { lastEnd: number | null; rest: string | null },
  now: number,
): Promise<BarState> => {
  const rest = timer ? null : parseRest(around.rest)
  const lastEnd = timer ? null : around.lastEnd
  const focus = focusState(timer, rest, now)
  const changes = [statusChangesAt(timer, lastEnd, user, now), focus && nextFocusChange(focus)].filter(
    (at) => at !== null,
  )
  const changesAt = changes.length > 0 ? Math.min(...changes) : null
  return { rest, lastEnd, focus, changesAt, checkIn: await readDueCheckIn(db, user, timer, now) }
}

export const isAbandoned = (timer: ActiveTimer | null, now: number) => timer !== null && now >= abandonAt(timer)
