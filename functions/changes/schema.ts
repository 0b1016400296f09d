import { z } from 'zod'

export const ChangeRow = z.object({
  id: z.string(),
  kind: z.enum(['rename', 'merge', 'deactivate', 'activate', 'edit', 'delete', 'refile', 'tool', 'note']),
  /** Summary for the person: `Merged Acme into Acme Inc, 412 sessions`. */
  summary: z.string(),
  seq: z.int(),
  /** epoch ms */
  created_at: z.int(),
  /** Name of the personal token that made the change. */
  by_token: z.string().nullable(),
  /** Path whose POST undoes the change, if it has no images. */
  undo_path: z.string().nullable(),
})

export type ChangeRow = z.infer<typeof ChangeRow>

/** Query of the page of changes: lists changes older than the id `before`. Invalid input is dropped. */
export const ChangesView = z.object({
  before: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .catch(''),
})
