import { joinTags } from '../../lib/csv/cells'
import { csv } from '../../lib/csv/write'
import type { LogEntry } from './entry'
import { rejectedColumns } from './header'

const iso = (instant: number) => new Date(instant).toISOString()

/** Writes Daymark's own CSV, which the import reads back without loss. */
export const writeTimeLog = (rows: LogEntry[]) =>
  csv(
    [
      'id',
      'started_at',
      'ended_at',
      'duration_seconds',
      'time_zone',
      'project',
      'client',
      'goal',
      'goal_id',
      'title',
      'notes',
      'tags',
    ],
    rows.map((row) => [
      row.id ?? '',
      iso(row.started_at),
      iso(row.ended_at),
      row.duration_seconds,
      row.time_zone,
      row.project ?? '',
      row.client,
      row.goal ?? '',
      row.goal_id ?? '',
      row.title,
      row.notes,
      joinTags(row.tags),
    ]),
  )

/** Rejected rows with line and reason, to correct and import again. */
export const rejectedCsv = (log: { header: string[]; rejected: { line: number; reason: string; raw: string[] }[] }) =>
  csv(
    [...rejectedColumns, ...log.header],
    log.rejected.map(({ line, reason, raw }) => [line, reason, ...raw]),
  )
