import { z } from 'zod'
import type { LeftOut } from '../files/left-out'
import { pathTo } from '../http/path-to'
import { grouped } from '../text/format'

/** A long write, done in steps. */
export const JobRow = z.object({
  id: z.string(),
  kind: z.string(),
  /** Title: `Import of 4,000 sessions`. */
  title: z.string(),
  /** Words for the records counted by `position` and `total`: `sessions imported`. */
  records: z.string(),
  /** Message when it is finished: `Imported 2,000 sessions, 1,400h`. */
  message: z.string(),
  /** Path of the page with the result. */
  page: z.string(),
  /** Path whose POST undoes the finished steps. */
  undo: z.string().nullable(),
  position: z.int(),
  total: z.int(),
  /** Number of records skipped because they changed after the job began. */
  skipped: z.int(),
  seq: z.int(),
  /** Times in epoch ms. A cancelled job is finished, too. */
  started_at: z.int(),
  updated_at: z.int(),
  finished_at: z.int().nullable(),
  cancelled_at: z.int().nullable(),
})

/** `left_out` is JSON of the first skipped records, or null. */
export type JobRow = z.infer<typeof JobRow> & { left_out: string | null }

export const progressText = ({ position, total, records }: Pick<JobRow, 'position' | 'total' | 'records'>) =>
  `${grouped(position)} of ${grouped(total)} ${records}`

export const jobPath = ({ id }: Pick<JobRow, 'id'>) => pathTo`/jobs/${id}`

/** Skipped records of a job. */
export const skippedRecords = ({ left_out }: Pick<JobRow, 'left_out'>): LeftOut[] => JSON.parse(left_out ?? '[]')
