import { z } from 'zod'
import { Instant, iso, jsonOf } from '../lib/api/values'
import { type BackupRow, backupKind } from './schema'

export const BackupJson = z
  .object({
    id: z.string().meta({ example: 'daily/2026-11-20' }),
    kind: backupKind.meta({ description: '`manual` ones and those before a `restore` are kept for 7 days.' }),
    state: z.enum(['being_made', 'ready', 'failed', 'damaged']),
    created_at: Instant,
    bytes: z.int(),
    rows: z.int(),
    counts: z.record(z.string(), z.int()).meta({ description: 'Rows by table of the export.' }),
    verified_at: Instant.nullable().meta({ description: 'When it was last read back and every row checked.' }),
    error: z.string().nullable(),
  })
  .meta({ id: 'Backup' })

const stateOf = ({ bytes, error }: BackupRow) => {
  if (error === null) return 'ready'
  return bytes === 0 ? 'failed' : 'damaged'
}

export const backupJson = (row: BackupRow) => jsonOf(BackupJson, { ...row, state: stateOf(row) })

/** A backup that is not finished. @param now epoch ms */
export const madeJson = (id: string, kind: BackupRow['kind'], now: number) => ({
  ...{ id, kind, state: 'being_made' as const, created_at: iso(now), bytes: 0, rows: 0, counts: {} },
  ...{ verified_at: null, error: null },
})
