import { z } from 'zod'
import { jsonColumn } from '../lib/sql'

export const backupKind = z.enum(['daily', 'weekly', 'manual', 'restore'])
export type BackupKind = z.infer<typeof backupKind>

export const BackupRow = z.object({
  /** `daily/2026-11-20`, `weekly/2026-W47` or `exports/20261120-140312-4f1a` */
  id: z.string(),
  /** Key of its object in R2. */
  key: z.string(),
  kind: backupKind,
  /** epoch ms */
  created_at: z.int(),
  /** 0 for one that failed: it has no object. */
  bytes: z.int(),
  rows: z.int(),
  counts: jsonColumn(z.record(z.string(), z.int())),
  digest: z.string(),
  /** When it was last read back and found right (epoch ms). */
  verified_at: z.int().nullable(),
  /** Why it failed, or what was found when it was read back. */
  error: z.string().nullable(),
})
export type BackupRow = z.output<typeof BackupRow>

/** True for a backup that can be downloaded and restored. */
export const isWhole = ({ bytes, error }: Pick<BackupRow, 'bytes' | 'error'>) => bytes > 0 && error === null
