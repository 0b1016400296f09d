import { z } from 'zod'

export const sessionSource = z.enum(['timer', 'manual', 'import', 'extension', 'cli'])
export const sessionStatus = z.enum(['active', 'completed', 'abandoned'])

/** Limits of what a session can hold, in characters; the contract names the first two. */
export const titleLimit = 200
export const notesLimit = 10_000
export const tagLimit = 50
export const tagsLimit = 20

/** A finished session that is to be written. Its split into local days follows from it. */
export const NewSession = z.object({
  id: z.string(),
  source: sessionSource,
  project_id: z.string().nullable(),
  goal_id: z.string().nullable(),
  title: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  /** epoch ms */
  started_at: z.int(),
  ended_at: z.int(),
  duration_seconds: z.int(),
  time_zone: z.string(),
  day_start_minute: z.int(),
  import_id: z.string().nullable(),
  import_key: z.string().nullable(),
})
export type NewSession = z.infer<typeof NewSession>
