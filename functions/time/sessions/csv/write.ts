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
 * First line of Daymark's own CSV, which the import reads without loss. With a filter, a last column has the seconds
 * that the filter counts of each session. Their sum is the filter's total, even if a session extends beyond the dates.
 */
export const timeLogHeader = (isFiltered = false) =>
  csvLine([...entryColumns, ...(isFiltered ? ['counted_seconds'] : [])])

/** Lines of Daymark's own CSV after the first. */
export const timeLogLines = (rows: (LogEntry & { counted_seconds?: number })[], isFiltered = false) =>
  rows
    .map((row) =>
      csvLine([
        ...entryColumns.map((name) => cellOf(row, name)),
        ...(isFiltered ? [row.counted_seconds ?? row.duration_seconds] : []),
      ]),
    )
    .join('')

/** Lines of rejected rows, with line number and reason, to correct and import again. */
export function* rejectedLines({ header, rejected }: Pick<TimeLog, 'header' | 'rejected'>) {
  yield csvLine([...rejectedColumns, ...header])
  for (const { line, reason, raw } of rejected) yield csvLine([line, reason, ...raw])
}
