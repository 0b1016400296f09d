import { z } from 'zod'

/** Something that was deleted and can be restored. */
export const DeletedRow = z.object({
  kind: z.enum(['goal', 'project', 'session']),
  id: z.string(),
  /** A session may have none. */
  title: z.string(),
  /** Of a project; else empty. */
  client: z.string(),
  /** Of a session: epoch ms, and the zone it happened in. */
  started_at: z.int().nullable(),
  time_zone: z.string().nullable(),
  duration_seconds: z.int().nullable(),
  /** epoch ms */
  deleted_at: z.int(),
})
export type DeletedRow = z.infer<typeof DeletedRow>

/** Where a page starts: after the row with this time and id. What makes no sense means the first page. */
export const DeletedView = z.object({
  before: z
    .string()
    .regex(/^\d{1,15}_[\w-]{1,100}$/)
    .catch(''),
})
