import type { SessionRow } from '../sessions/schema'
import type { FocusColumns } from './focus/state'

/** A running session. Instants in epoch ms. */
export type ActiveTimer = Omit<SessionRow, EndColumns | 'source' | 'repo_owner' | 'repo_name' | 'pr_number'> &
  FocusColumns & {
    source: 'timer'
    last_heartbeat_at: number | null
  }

type EndColumns = 'ended_at' | 'duration_seconds' | 'days'
