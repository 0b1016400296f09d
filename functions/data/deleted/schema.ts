import { z } from 'zod'
import { kindNames } from '../../lib/kinds'

export const DeletedRow = z.object({
  kind: z.enum(kindNames),
  id: z.string(),
  /** Empty for a session without a title. */
  title: z.string(),
  /** Shown next to the title, such as a project's client; may be empty. */
  detail: z.string(),
  parent_id: z.string().nullable(),
  parent_title: z.string().nullable(),
  /** Only for sessions: start in epoch ms, and its time zone. */
  started_at: z.int().nullable(),
  time_zone: z.string().nullable(),
  duration_seconds: z.int().nullable(),
  focus_ends_at: z.int().nullable(),
  /** epoch ms */
  deleted_at: z.int(),
})

export type DeletedRow = z.infer<typeof DeletedRow>
