import type { User } from '../../lib/env'
import { addDays, dayOf, dayStart } from '../../lib/time/days'
import { restOf } from './focus/queries'
import { type FocusState, focusState, nextFocusChange, type Rest } from './focus/state'
import type { ActiveTimer } from './schema'
import { type CheckIn, checkInFor } from './unfinished/check-in'
import { abandonAt, nextStatusChangeAt } from './unfinished/thresholds'

/** The timer's bar at an instant. */
export type BarState = {
  /** When the last session ended (epoch ms), where that is not long ago; null while a timer runs. */
  lastEnd: number | null
  /** The break that is taken while nothing runs. */
  rest: Rest | null
  /** A focus or a break that is not over, or waits for an answer. */
  focus: FocusState | null
  /** Set when the timer has run for so long that the person is asked about it. */
  checkIn: CheckIn | null
  /** When the bar changes by itself (epoch ms); null where it does not. */
  changesAt: number | null
}

/** How long the end of the last session is offered as a start. */
export const offeredMs = 12 * 60 * 60 * 1000

type Owner = Pick<User, 'id' | 'preferences'>

/** The timer asks or is given up, or the last end is no longer offered. */
const statusChangesAt = (timer: ActiveTimer | null, lastEnd: number | null, { preferences }: Owner, now: number) => {
  if (timer) return nextStatusChangeAt(timer, preferences.ask_after_minutes, now) ?? now
  if (lastEnd === null) return null
  return Math.min(lastEnd + offeredMs, dayStart(addDays(dayOf(now, preferences), 1), preferences))
}

/** State of the timer bar. @param around the last end and the last break */
export const barState = async (
  db: D1Database,
  user: Owner,
  timer: ActiveTimer | null,
  around: { lastEnd: number | null; rest: string | null },
  now: number,
): Promise<BarState> => {
  const rest = timer ? null : restOf(around.rest)
  const lastEnd = timer ? null : around.lastEnd
  const focus = focusState(timer, rest, now)
  const changes = [statusChangesAt(timer, lastEnd, user, now), focus && nextFocusChange(focus)].filter(
    (at) => at !== null,
  )
  const changesAt = changes.length > 0 ? Math.min(...changes) : null
  return { rest, lastEnd, focus, changesAt, checkIn: await checkInFor(db, user, timer, now) }
}

export const isAbandoned = (timer: ActiveTimer | null, now: number) => timer !== null && now >= abandonAt(timer)
