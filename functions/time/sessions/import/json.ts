import { z } from 'zod'
import { flag, Instant, jsonOf } from '../../../lib/api/values'
import { skippedJson, skippedMembers } from '../../../lib/files/left-out'
import { grouped } from '../../../lib/text/format'
import { type ColumnField, columnFields } from '../csv/columns'
import { timeZone } from '../schema'
import type { PreviewedImport } from './preview'
import { dateOrder, durationUnit, type FileReadOptions, ImportRow } from './schema'

/** Names of formats in the API. */
const formats = [
  ...(['toggl-older', 'toggl-newer', 'daymark', 'clockify', 'kimai', 'timetagger'] as const),
  ...(['super-productivity', 'wakatime', 'activitywatch', 'csv'] as const),
] as const

const columnNames = 'Enter a JSON object such as {"date":"Day","duration":"Hours"}'

const NamedColumns = z.partialRecord(z.enum(columnFields), z.string().max(1_000))

/** Columns as JSON: names in the header. */
const columns = z
  .string()
  .max(20_000, columnNames)
  .transform((text, { addIssue }) => {
    try {
      const { data } = NamedColumns.safeParse(JSON.parse(text))
      if (data) return data
    } catch {}
    addIssue(columnNames)
    return z.NEVER
  })
  .optional()

export const ImportQuery = z.object({
  format: z
    .enum(formats, 'Choose a format from the list')
    .optional()
    .meta({ description: 'Refuses a file of another format. Without it, the format is recognised.' }),
  columns: columns.meta({
    description:
      'The columns of a CSV, or members of a JSON list, of another tool, by their names, as a JSON object: `date`, `start`, `end`, `duration`, ' +
      '`project`, `client`, `task`, `title`, `notes` and `tags`. Needed are a date or a start, and a duration or an end. ' +
      'Defaults to those chosen last for the same header, else to those that the header names clearly.',
    example: '{"date":"Day","duration":"Hours","project":"Project"}',
  }),
  date_order: dateOrder.optional().meta({ description: 'How to read dates such as 03/04/2026.' }),
  duration_unit: durationUnit.optional().meta({ description: 'Unit of durations that are bare numbers.' }),
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

/** Maximum number of rows listed for a check. */
const overnightLimit = 1_000

const OvernightRow = z.object({ line: z.int(), started_at: Instant, ended_at: Instant })

const overnightRows = ({ rows }: PreviewedImport['plan']) =>
  rows
    .filter(({ isOvernight }) => isOvernight)
    .slice(0, overnightLimit)
    .map(({ line, started_at, ended_at }) => jsonOf(OvernightRow, { line, started_at, ended_at }))

export const ImportedJson = z
  .object({
    format: z.enum(formats).meta({ description: '`csv` is any other CSV, or a list of records in JSON.' }),
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
      .meta({ description: 'The first 1,000 of these.' }),
    total_seconds: z.int().meta({ description: 'Total of the imported rows.' }),
    overnight: z
      .array(OvernightRow)
      .optional()
      .meta({
        description:
          'Rows whose end has no date and is before the start, so that they end the next day: check them. ' +
          `The first ${grouped(overnightLimit)}, if the file has any.`,
      }),
    tasks: z.int().optional().meta({ description: 'Imported tasks, if the file has any.' }),
    app_seconds: z.int().optional().meta({ description: 'Imported app use, if the file has any.' }),
    ...skippedMembers,
  })
  .meta({ id: 'Imported' })

export const importedJson = ({ format, plan, rejected, rejected_count, leftOut }: PreviewedImport) => {
  const overnight = overnightRows(plan)
  return {
    format,
    imported: plan.sessions.length,
    duplicates: plan.duplicates,
    rejected_count,
    rejected: rejected.map(({ line, reason }) => ({ line, reason })),
    total_seconds: plan.total_seconds,
    ...(overnight.length > 0 && { overnight }),
    ...(plan.tasks.length > 0 && { tasks: plan.tasks.length }),
    ...(plan.app_seconds > 0 && { app_seconds: plan.app_seconds }),
    ...skippedJson(leftOut),
  }
}

export const ImportJson = ImportRow.extend({ created_at: Instant }).meta({ id: 'Import' })

export const importJson = (row: ImportRow) => jsonOf(ImportJson, row)

/** Options for reading a file from a query. A name that the header lacks is ignored. */
export const readingOfQuery = ({
  member = '',
  date_order,
  duration_unit = 'hours',
  columns: named,
}: Pick<z.output<typeof ImportQuery>, 'member' | 'date_order' | 'duration_unit' | 'columns'>): FileReadOptions => ({
  member,
  date_order,
  ...(named && {
    columns: (header: string[]) => {
      const names = header.map((name) => name.trim().toLowerCase())
      const found = Object.entries(named).flatMap(([field, name]) => {
        const at = names.indexOf(name.trim().toLowerCase())
        return at < 0 ? [] : [[field, at] as [ColumnField, number]]
      })
      return { columns: Object.fromEntries(found), date_order: date_order ?? null, duration_unit }
    },
  }),
})
