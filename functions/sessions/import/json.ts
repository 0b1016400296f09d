import { z } from 'zod'
import { flag, Instant, iso } from '../../lib/api/values'
import { timeZone } from '../schema'
import type { PreviewedImport } from './preview'
import { ImportRow } from './schema'

export const ImportQuery = z.object({
  time_zone: timeZone
    .optional()
    .meta({ description: 'Defaults to the account’s time zone.', example: 'Europe/Lisbon' }),
  on_error: z.enum(['stop', 'skip'], 'Choose stop or skip').default('stop').meta({
    description: 'What to do if a row can’t be imported.',
  }),
  dry_run: flag('Write nothing.'),
  member: z.string().max(500, 'At most 500 characters').optional().meta({
    description: 'Whose rows to import: an email or name from the file.',
  }),
})

export const ImportedJson = z
  .object({
    format: z.enum(['toggl-older', 'toggl-newer', 'daymark']),
    imported: z.int(),
    duplicates: z.int(),
    rejected_count: z.int().meta({ description: 'All rows that can’t be imported.' }),
    rejected: z
      .array(
        z.object({
          line: z.int().meta({ description: 'Where the row starts; the header is line 1.' }),
          reason: z.string(),
        }),
      )
      .meta({ description: 'The first 1,000 of them.' }),
    total_seconds: z.int().meta({ description: 'Total of the imported rows.' }),
  })
  .meta({ id: 'Imported' })

export const importedJson = ({ format, plan, rejected, rejected_count }: PreviewedImport) => ({
  format,
  imported: plan.sessions.length,
  duplicates: plan.duplicates,
  rejected_count,
  rejected: rejected.map(({ line, reason }) => ({ line, reason })),
  total_seconds: plan.total_seconds,
})

export const ImportJson = ImportRow.extend({ created_at: Instant }).meta({ id: 'Import' })

export const importJson = (row: ImportRow) => ({ ...ImportRow.parse(row), created_at: iso(row.created_at) })
