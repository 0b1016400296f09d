import type { Owner } from '../actions'
import type { ActiveTimer } from '../schema'
import { endOptionsBy } from './end-options'
import { activitySigns, knownInterval } from './queries'
import type { EndOption } from './schema'
import { unfinishedStatus } from './thresholds'

/** The question in the bar whether the timer is still meant to run, with the ends on offer. */
export type CheckIn = { timer: Pick<ActiveTimer, 'id' | 'seq' | 'started_at' | 'time_zone'>; ends: EndOption[] }

/** The check-in that is due at `now` (epoch ms), or null. Reads nothing while none is due. */
export const checkInFor = async (
  db: D1Database,
  { id, preferences }: Owner,
  timer: ActiveTimer | null,
  now: number,
): Promise<CheckIn | null> => {
  if (!timer || unfinishedStatus(timer, preferences.ask_after_minutes, now).is !== 'asking') return null
  const interval = { id: timer.id, since: timer.started_at, until: now }
  const signs = await activitySigns(db, id, knownInterval(interval), now)
  return { timer, ends: endOptionsBy([{ ...timer, ended_at: null }], signs, now).get(timer.id) ?? [] }
}
