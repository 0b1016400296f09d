import type { Owner } from '../actions'
import type { ActiveTimer } from '../schema'
import { evidenceFor } from './evidence'
import type { Evidence } from './schema'
import { standingOf } from './standing'

/** The timer that asks whether it is still meant to run, and the ends that are offered. */
export type Asking = { timer: Pick<ActiveTimer, 'id' | 'seq' | 'started_at' | 'time_zone'>; ends: Evidence[] }

/** What the bar asks about what runs, from an instant (epoch ms) on; null, and nothing read, while it need not ask. */
export const askingOf = async (
  db: D1Database,
  { id, preferences }: Owner,
  timer: ActiveTimer | null,
  now: number,
): Promise<Asking | null> => {
  if (!timer) return null
  const left = { ...timer, source: 'timer' as const, ended_at: null, pr_number: null }
  if (standingOf(left, preferences.ask_after_minutes, now).is !== 'asking') return null
  return { timer, ends: (await evidenceFor(db, id, [left], now)).get(timer.id) ?? [] }
}
