import type { ActiveTimer } from '../../time/timer/queries'

export type ShownTimer = ActiveTimer & {
  project: { name: string; client: string; color: string | null } | null
  /** Title of the plan that it runs for; null without one. */
  plan_title: string | null
  /** True for a timer of another organization than the page shows; its title is hidden. */
  isElsewhere: boolean
}

/** Columns of the running timer in the shell's row; null without one. */
export type TimerRow = {
  number: number | null
  tags: string
  artifacts: string
  project_name: string | null
  client: string
  color: string | null
  plan_title: string | null
  timer_shown: 0 | 1
} & Omit<ActiveTimer, 'seq' | 'tags' | 'artifacts' | 'number' | 'source'> & { timer_row_seq: number }

/** The timer of the shell; null without one. */
export const timerOf = (row: TimerRow): ShownTimer | null => {
  const {
    number,
    id,
    project_id,
    goal_id,
    plan_id,
    chunk_id,
    task_id,
    title,
    notes,
    tags,
    artifacts,
    started_at,
    time_zone,
    day_start_minute,
  } = row
  if (number === null) return null
  const { last_heartbeat_at, timer_row_seq, created_at, updated_at } = row
  const { project_name, client, color, plan_title, timer_shown } = row
  return {
    number,
    id,
    source: 'timer',
    project_id,
    goal_id,
    plan_id,
    chunk_id,
    task_id,
    title,
    notes,
    tags: JSON.parse(tags),
    artifacts: JSON.parse(artifacts),
    started_at,
    time_zone,
    day_start_minute,
    last_heartbeat_at,
    seq: timer_row_seq,
    created_at,
    updated_at,
    project: project_name === null ? null : { name: project_name, client, color },
    plan_title,
    isElsewhere: timer_shown === 0,
  }
}
