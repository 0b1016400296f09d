import { z } from 'zod'
import type { undoableTables } from './tables'

export const ChangeRow = z.object({
  id: z.string(),
  kind: z.enum(['rename', 'merge', 'deactivate', 'activate', 'edit', 'delete', 'refile', 'tool', 'note']),
  /** In words: `Merged Acme into Acme Inc, 412 sessions`. */
  summary: z.string(),
  seq: z.int(),
  /** epoch ms */
  created_at: z.int(),
  /** Name of the personal token that made it. */
  by_token: z.string().nullable(),
  /** Path whose POST takes it back, where it has no images. */
  undo_path: z.string().nullable(),
})
export type ChangeRow = z.infer<typeof ChangeRow>

/** Keys of the rows that a change touches: ids, and names of tags that it sets inactive or active. */
export type Touched = Partial<Record<keyof typeof undoableTables, string[]>>

/** Sessions that go to another project or get other tags, which can be too many for one batch. */
export type SessionMoves = {
  /** Projects whose sessions go `into` another; these are deleted at the end. */
  merge: { from: string; into: string }[]
  /** Tags that become `to`, or that are taken away if it is null. */
  tags: { from: string[]; to: string | null } | null
  /** Tags that are inactive at the end. */
  inactive: string[]
  /** Set by a job that has moved all sessions: what is left is read with those that were logged since. */
  phase?: 'others'
}

/** Query of the page of changes: those before the one with that id. Invalid input is dropped. */
export const ChangesView = z.object({
  before: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .catch(''),
})
