import { z } from 'zod'
import { goalStatus } from '../goals/schema'
import { kindNames } from '../lib/kinds'
import { cleanText } from '../lib/text'
import { projectStatus } from '../projects/schema'

export const searchLimit = 200

/** What the page can be asked for. A kind or a place that makes no sense is none. */
export const SearchView = z.object({
  q: z.string().transform(cleanText).catch(''),
  /** Empty for everything. */
  kind: z.enum(['', ...kindNames]).catch(''),
  /** The number of the last document on the page before, 0 on the first. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .catch(0),
})
export type SearchView = z.infer<typeof SearchView>

/** Something found. Its texts have `markStart` before and `markEnd` after what matched. */
export const FoundRow = z.object({
  number: z.int(),
  kind: z.enum(kindNames),
  id: z.string(),
  title: z.string(),
  /** A few words around the first match in the description, the notes or the client. */
  notes: z.string(),
  /** The tags with a space between them. */
  tags: z.string(),
  /** What a session's tags are, as JSON. */
  tag_list: z.string().nullable(),
  goal_status: goalStatus.nullable(),
  project_status: projectStatus.nullable(),
  /** Of a goal or a milestone. */
  target_date: z.iso.date().nullable(),
  /** Of a milestone: 1 when it is reached. */
  done: z.int(),
  /** The row that it is a part of, such as a milestone's goal. */
  parent_id: z.string().nullable(),
  parent_title: z.string().nullable(),
  /** Of a project, or of a session's. */
  project_name: z.string().nullable(),
  color: z.string().nullable(),
  /** Of a session: epoch ms, seconds, the zone it happened in, and the first of its days. */
  started_at: z.int().nullable(),
  duration_seconds: z.int().nullable(),
  time_zone: z.string().nullable(),
  date: z.iso.date().nullable(),
  /** 0 where it cannot be opened, as a milestone of a deleted goal cannot. */
  alive: z.int(),
})
export type FoundRow = z.infer<typeof FoundRow>
