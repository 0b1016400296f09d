import { z } from 'zod'
import type { SubjectMove } from '../app-rules/follow-subjects'

/** A change of many rows at once, which can be taken back. */
export const ChangeRow = z.object({
  id: z.string(),
  kind: z.enum(['rename', 'merge', 'deactivate', 'activate', 'edit', 'delete', 'refile']),
  /** What was done, in words: `Merged Acme into Acme Inc, 412 sessions`. */
  summary: z.string(),
  seq: z.int(),
  /** epoch ms */
  created_at: z.int(),
})
export type ChangeRow = z.infer<typeof ChangeRow>

/**
 * What a change is about to touch: the ids of its sessions and projects, and tags that it makes inactive or active;
 * `added` are the ids of sessions that it brings; `moves` says which subjects go elsewhere, and rules that depend on
 * them along with it.
 */
export type Touched = {
  sessions?: string[]
  added?: string[]
  projects?: string[]
  tags?: string[]
  moves?: SubjectMove[]
}

/** What the page of changes is asked for: those before the one with that id; what makes no sense is dropped. */
export const ChangesView = z.object({
  before: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .catch(''),
})
