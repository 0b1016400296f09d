import { z } from 'zod'

export const DeviceRow = z.object({
  id: z.string(),
  /** Its last User-Agent; may be empty. */
  agent: z.string(),
  /** `token:<id>` or `program:<id>` of its last sync. */
  credential: z.string(),
  epoch: z.int(),
  /** Position in the person's changes up to which it has everything. */
  remote_version: z.number(),
  /** Counts its own writes. */
  local_version: z.int(),
  /** Position of an answer that is part of sending everything; null otherwise. */
  full_version: z.number().nullable(),
  /** Epoch ms, like the next two. */
  last_sync_at: z.int(),
  created_at: z.int(),
  revoked_at: z.int().nullable(),
})
export type DeviceRow = z.infer<typeof DeviceRow>
