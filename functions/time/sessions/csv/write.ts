import { iso } from '../../../lib/api/values'
import { csvLine, joinLines } from '../../../lib/files/csv'
import { amountText } from '../../../lib/money'
import { tagText } from '../../../lib/text/text'
import { entryColumns, type LogEntry, rejectedColumns } from './entry'
import type { TimeLog } from './read'

const cellOf = (row: LogEntry, name: keyof LogEntry) => {
  if (name === 'started_at' || name === 'ended_at') return iso(row[name])
  if (name === 'tags') return tagText(row.tags)
  if (name === 'billable') return row.billable === null ? '' : row.billable === 1 ? 'yes' : 'no'
  if (name === 'hourly_rate')
    return row.hourly_rate === null || !row.currency ? '' : amountText(row.hourly_rate, row.currency)
  return name === 'artifacts' ? joinLines(row.artifacts) : (row[name] ?? '')
}

/**
 * First line of Daymark's own CSV, which the import reads back without loss. With a filter, a last column has the seconds
 * that it counts of each session: they add up to its total also where a session lasts beyond the dates.
 */
export const timeLogHeader = (isFiltered = false) =>
  csvLine([...entryColumns, ...(isFiltered ? ['counted_seconds'] : [])])

/** Further lines of it. */
export const timeLogLines = (rows: (LogEntry & { counted_seconds?: number })[], isFiltered = false) =>
  rows
    .map((row) =>
      csvLine([
        ...entryColumns.map((name) => cellOf(row, name)),
        ...(isFiltered ? [row.counted_seconds ?? row.duration_seconds] : []),
      ]),
    )
    .join('')

/** Lines of the rejected rows with line and reason, to correct and import again. */
export function* rejectedLines({ header, rejected }: Pick<TimeLog, 'header' | 'rejected'>) {
  yield csvLine([...rejectedColumns, ...header])
  for (const { line, reason, raw } of rejected) yield csvLine([line, reason, ...raw])
}
