import { z } from 'zod'

export const ActiveTimer = z.object({
  number: z.int(),
  id: z.string(),
  source: z.literal('timer'),
  project_id: z.string().nullable(),
  goal_id: z.string().nullable(),
  plan_id: z.string().nullable(),
  chunk_id: z.string().nullable(),
  task_id: z.string().nullable(),
  title: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  artifacts: z.array(z.string()),
  /** epoch ms */
  started_at: z.int(),
  /** The person's zone at the start, in which its days are counted. */
  time_zone: z.string(),
  day_start_minute: z.int(),
  last_heartbeat_at: z.int().nullable(),
  seq: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
})
export type ActiveTimer = z.infer<typeof ActiveTimer>

export type TimerFields = Partial<
  Pick<
    ActiveTimer,
    | 'title'
    | 'project_id'
    | 'goal_id'
    | 'plan_id'
    | 'chunk_id'
    | 'task_id'
    | 'tags'
    | 'notes'
    | 'artifacts'
    | 'started_at'
  >
>

/** Instants in epoch ms. */
export type StoppedTimer = ActiveTimer & { ended_at: number; duration_seconds: number }

export type TimerErrors = Partial<Record<keyof TimerFields | 'ended_at', string[]>>
