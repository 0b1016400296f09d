import { z } from 'zod'

export const backupKind = z.enum(['daily', 'weekly', 'manual', 'restore'])
export type BackupKind = z.infer<typeof backupKind>

export const BackupRow = z.object({
  /** `daily/2026-11-20`, `weekly/2026-W47` or `exports/20261120-140312` */
  id: z.string(),
  /** Of its object in R2. */
  key: z.string(),
  kind: backupKind,
  /** epoch ms */
  created_at: z.int(),
  bytes: z.int(),
  rows: z.int(),
  counts: z.string().transform((json) => z.record(z.string(), z.int()).parse(JSON.parse(json))),
  digest: z.string(),
  /** When it was last read back and found right (epoch ms). */
  verified_at: z.int().nullable(),
  /** The fault that was found when it was read back. */
  error: z.string().nullable(),
})
export type BackupRow = z.output<typeof BackupRow>

/** Form of ids in paths. */
export const backupId = /^(daily\/\d{4}-\d\d-\d\d|weekly\/\d{4}-W\d\d|exports\/\d{8}-\d{6})$/
