import { z } from 'zod'
import { noZone } from '../../../lib/preferences'
import { isTimeZone } from '../../../lib/time/days'
import { type ColumnChoice, type ColumnField, columnFields } from '../csv/columns'
import { durationUnits } from '../csv/dates'

export const ImportRow = z.object({
  id: z.string(),
  file_name: z.string(),
  format: z.string(),
  time_zone: z.string(),
  imported: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  total_seconds: z.int(),
  tasks: z.int(),
  /** Number of pairs of app and day. */
  app_days: z.int(),
  app_seconds: z.int(),
  seq: z.int(),
  created_at: z.int(),
})
export type ImportRow = z.infer<typeof ImportRow>

export type ListedImport = ImportRow & { first_date: string | null; last_date: string | null }

const timeZone = z.string(noZone).refine(isTimeZone, noZone)

/** Email or name of the member whose rows to import; '' if not chosen. */
const member = z.string().max(500).catch('')

export const UploadFields = z.object({
  /** Empty for the person's preference. */
  time_zone: z
    .string(noZone)
    .refine((zone) => zone === '' || isTimeZone(zone), noZone)
    .optional(),
})

export const dateOrder = z.enum(['dmy', 'mdy'], 'Choose day first or month first')
export const durationUnit = z.enum(durationUnits, 'Choose hours, minutes, seconds, days or mm:ss')

/** Index of a column, from 0; empty for none. */
const column = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .optional()
  .catch(undefined)

/** Name of the form's field for a column: `column_start`. */
export const columnParam = (field: ColumnField) => `column_${field}` as const

/** Form values for reading a file. Missing values keep the upload's. */
export const ReadingChoice = z.object({
  time_zone: timeZone.optional(),
  member,
  date_order: dateOrder.optional().catch(undefined),
  duration_unit: durationUnit.optional().catch(undefined),
  column_date: column,
  column_start: column,
  column_end: column,
  column_duration: column,
  column_project: column,
  column_client: column,
  column_task: column,
  column_title: column,
  column_notes: column,
  column_tags: column,
})
export type ReadingChoice = z.infer<typeof ReadingChoice>

/** Options for reading a file, from a form or the API. `columns`: for a CSV with that header. */
export type FileReadOptions = {
  time_zone?: string
  member: string
  date_order?: 'dmy' | 'mdy'
  columns?: (header: string[]) => ColumnChoice | null
}

export const defaultReading: FileReadOptions = { member: '' }

export const readingOf = (choice: ReadingChoice): FileReadOptions => {
  const { time_zone, member, date_order, duration_unit = 'hours' } = choice
  const chosen = columnFields.flatMap((field) => {
    const at = choice[columnParam(field)]
    return at === undefined ? [] : [[field, at] as const]
  })
  const columns = { columns: Object.fromEntries(chosen), date_order: date_order ?? null, duration_unit }
  return { time_zone, member, date_order, ...(chosen.length > 0 && { columns: () => columns }) }
}

export const ConfirmForm = ReadingChoice.extend({
  /** `stop`: imports nothing if any row is rejected. */
  on_error: z.enum(['stop', 'skip']).catch('stop'),
})
export type ConfirmForm = z.infer<typeof ConfirmForm>
