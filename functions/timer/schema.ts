import { z } from 'zod'

/** The session that runs. */
export const ActiveTimer = z.object({
  number: z.int(),
  id: z.string(),
  source: z.literal('timer'),
  project_id: z.string().nullable(),
  goal_id: z.string().nullable(),
  title: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  /** epoch ms */
  started_at: z.int(),
  /** Of the person when it started: its days are counted there. */
  time_zone: z.string(),
  day_start_minute: z.int(),
  /** epoch ms of the last sign of life; null when there was none */
  last_heartbeat_at: z.int().nullable(),
  seq: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
})
export type ActiveTimer = z.infer<typeof ActiveTimer>

/** What a timer is for. What is not given is none. */
export type TimerFields = Partial<
  Pick<ActiveTimer, 'title' | 'project_id' | 'goal_id' | 'tags' | 'notes' | 'started_at'>
>

/** A timer that has come to its end. Instants in epoch ms. */
export type StoppedTimer = ActiveTimer & { ended_at: number; duration_seconds: number }

/** What is wrong, by field. */
export type TimerErrors = Partial<Record<keyof TimerFields | 'ended_at', string[]>>
