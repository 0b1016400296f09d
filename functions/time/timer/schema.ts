import type { SessionRow } from '../sessions/schema'

type EndColumns = 'ended_at' | 'duration_seconds' | 'days'

/** A running session. Instants in epoch ms. */
export type ActiveTimer = Omit<SessionRow, EndColumns | 'source' | 'repo_owner' | 'repo_name' | 'pr_number'> & {
  source: 'timer'
  last_heartbeat_at: number | null
}

export type TimerFields = Partial<
  Pick<
    ActiveTimer,
    | ('title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id' | 'task_id')
    | ('tags' | 'notes' | 'artifacts' | 'started_at')
  >
>

/** Instants in epoch ms. */
export type StoppedTimer = ActiveTimer & { ended_at: number; duration_seconds: number }

export type TimerErrors = Partial<Record<keyof TimerFields | 'ended_at', string[]>>
