import { iso } from '../../lib/api/values'
import { joinLines, joinTags } from '../../lib/csv/cells'
import { csvLine } from '../../lib/csv/write'
import { type LogEntry, rejectedColumns } from './entry'
import type { TimeLog } from './read'

const columns: [name: string, cell: (row: LogEntry) => string | number][] = [
  ['id', ({ id }) => id ?? ''],
  ['started_at', ({ started_at }) => iso(started_at)],
  ['ended_at', ({ ended_at }) => iso(ended_at)],
  ['duration_seconds', ({ duration_seconds }) => duration_seconds],
  ['time_zone', ({ time_zone }) => time_zone],
  ['project', ({ project }) => project ?? ''],
  ['client', ({ client }) => client],
  ['goal', ({ goal }) => goal ?? ''],
  ['goal_id', ({ goal_id }) => goal_id ?? ''],
  ['title', ({ title }) => title],
  ['notes', ({ notes }) => notes],
  ['tags', ({ tags }) => joinTags(tags)],
  ['day_start_minute', ({ day_start_minute }) => day_start_minute ?? ''],
  ['plan', ({ plan }) => plan ?? ''],
  ['chunk', ({ chunk }) => chunk ?? ''],
  ['task', ({ task }) => task ?? ''],
  ['task_id', ({ task_id }) => task_id ?? ''],
  ['plan_title', ({ plan_title }) => plan_title ?? ''],
  ['artifacts', ({ artifacts }) => joinLines(artifacts)],
]

/**
 * First line of Daymark's own CSV, which the import reads back without loss. With a filter, a last column has the seconds
 * that it counts of each session: they add up to its total also where a session lasts beyond the dates.
 */
export const timeLogHeader = (isFiltered = false) =>
  csvLine([...columns.map(([name]) => name), ...(isFiltered ? ['counted_seconds'] : [])])

/** Further lines of it. */
export const timeLogLines = (rows: (LogEntry & { counted_seconds?: number })[], isFiltered = false) =>
  rows
    .map((row) =>
      csvLine([
        ...columns.map(([, cell]) => cell(row)),
        ...(isFiltered ? [row.counted_seconds ?? row.duration_seconds] : []),
      ]),
    )
    .join('')

/** Lines of the rejected rows with line and reason, to correct and import again. */
export function* rejectedLines({ header, rejected }: Pick<TimeLog, 'header' | 'rejected'>) {
  yield csvLine([...rejectedColumns, ...header])
  for (const { line, reason, raw } of rejected) yield csvLine([line, reason, ...raw])
}
