import { z } from 'zod'
import { isTimeZone } from '../../lib/days'

/** Maximum size of a file and of the form around it, in bytes. */
export const fileBytes = 5 * 1024 * 1024
export const uploadBytes = fileBytes + 64 * 1024

export const ImportRow = z.object({
  id: z.string(),
  file_name: z.string(),
  format: z.string(),
  time_zone: z.string(),
  imported: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  total_seconds: z.int(),
  seq: z.int(),
  created_at: z.int(),
})
export type ImportRow = z.infer<typeof ImportRow>

export type ListedImport = ImportRow & { first_date: string | null; last_date: string | null }

const noZone = 'Choose a time zone from the list'

const timeZone = z.string(noZone).refine(isTimeZone, noZone)

/** Email or name of the member whose rows to take; '' is not chosen. */
const member = z.string().max(500).catch('')

export const UploadForm = z.object({
  file: z
    .instanceof(File, { error: 'Choose the file to import' })
    .refine(({ name, size }) => size > 0 || name !== '', { error: 'Choose the file to import', abort: true })
    .refine(({ size }) => size > 0, 'The file is empty')
    .refine(({ size }) => size <= fileBytes, 'The file is over 5 MB. Export a shorter range and import each part.'),
  /** Empty for the preference. */
  time_zone: z
    .string(noZone)
    .refine((zone) => zone === '' || isTimeZone(zone), noZone)
    .optional(),
})
export type UploadForm = z.infer<typeof UploadForm>

/** How to read a log; missing fields are as uploaded. */
export const ReadingChoice = z.object({ time_zone: timeZone.optional(), member })
export type ReadingChoice = z.infer<typeof ReadingChoice>

export const ConfirmForm = ReadingChoice.extend({
  /** `stop` imports nothing if any row is rejected. */
  on_error: z.enum(['stop', 'skip']).catch('stop'),
})
export type ConfirmForm = z.infer<typeof ConfirmForm>
