import type { Owner } from '../actions'
import type { ActiveTimer } from '../schema'
import { endOptionsFor } from './end-options'
import type { EndOption } from './schema'
import { unfinishedStatus } from './thresholds'

/** The timer that asks whether it is still meant to run, and the ends that are offered. */
export type CheckIn = { timer: Pick<ActiveTimer, 'id' | 'seq' | 'started_at' | 'time_zone'>; ends: EndOption[] }

/** What the bar asks about what runs, from an instant (epoch ms) on; null, and nothing read, while it need not ask. */
export const checkInFor = async (
  db: D1Database,
  { id, preferences }: Owner,
  timer: ActiveTimer | null,
  now: number,
): Promise<CheckIn | null> => {
  if (!timer) return null
  const left = { ...timer, source: 'timer' as const, ended_at: null, pr_number: null }
  if (unfinishedStatus(left, preferences.ask_after_minutes, now).is !== 'asking') return null
  return { timer, ends: (await endOptionsFor(db, id, [left], now)).get(timer.id) ?? [] }
}
