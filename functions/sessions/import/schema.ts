import { z } from 'zod'
import { isTimeZone } from '../../lib/days'

/** The largest file that is taken, in bytes, and the largest form around it, whose other fields are short. */
export const fileBytes = 5 * 1024 * 1024
export const uploadBytes = fileBytes + 64 * 1024

/** A finished import, as the list shows it. */
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
  /** epoch ms */
  created_at: z.int(),
})
export type ImportRow = z.infer<typeof ImportRow>

/** With the days of its earliest and its latest session; null when none of them is left. */
export type ListedImport = ImportRow & { first_date: string | null; last_date: string | null }

const noZone = 'Choose a time zone from the list'

const timeZone = z.string(noZone).refine(isTimeZone, noZone)

/** Whose rows are taken where a file holds several people's: an email or a name as the file has it; '' is not chosen. */
const member = z.string().max(500).catch('')

export const UploadForm = z.object({
  file: z
    .instanceof(File, { error: 'Choose the file to import' })
    .refine(({ name, size }) => size > 0 || name !== '', { error: 'Choose the file to import', abort: true })
    .refine(({ size }) => size > 0, 'The file is empty')
    .refine(({ size }) => size <= fileBytes, 'The file is over 5 MB. Export a shorter range and import each part.'),
  /** The preference where none is chosen. */
  time_zone: z
    .string(noZone)
    .refine((zone) => zone === '' || isTimeZone(zone), noZone)
    .optional(),
})
export type UploadForm = z.infer<typeof UploadForm>

/** How a log is to be read; what is left out is as at the upload. */
export const ReadingChoice = z.object({ time_zone: timeZone.optional(), member })
export type ReadingChoice = z.infer<typeof ReadingChoice>

export const ConfirmForm = ReadingChoice.extend({
  /** With `stop`, a row that cannot be keeps the others out too. */
  on_error: z.enum(['stop', 'skip']).catch('stop'),
})
export type ConfirmForm = z.infer<typeof ConfirmForm>
