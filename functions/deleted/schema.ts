import { z } from 'zod'
import { cursorText } from '../lib/cursor'

/** Something that was deleted and can be restored. */
export const DeletedRow = z.object({
  kind: z.enum(['goal', 'milestone', 'project', 'session']),
  id: z.string(),
  /** A session may have none. */
  title: z.string(),
  /** Of a project; else empty. */
  client: z.string(),
  /** Of a milestone: its goal. */
  goal_id: z.string().nullable(),
  goal_title: z.string().nullable(),
  /** Of a session: epoch ms, and the zone it happened in. */
  started_at: z.int().nullable(),
  time_zone: z.string().nullable(),
  duration_seconds: z.int().nullable(),
  /** epoch ms */
  deleted_at: z.int(),
})
export type DeletedRow = z.infer<typeof DeletedRow>

export const DeletedView = z.object({ before: cursorText })
