import { z } from 'zod'
import type { LeftOut } from '../files/left-out'
import { pathTo } from '../http/path-to'
import { grouped } from '../text/format'

/** A long write that is done in steps. */
export const JobRow = z.object({
  id: z.string(),
  kind: z.string(),
  /** `Import of 4,000 sessions` */
  title: z.string(),
  /** Names the records that `position` and `total` count: `sessions imported`. */
  records: z.string(),
  /** Said when it is finished: `Imported 2,000 sessions, 1,400h`. */
  message: z.string(),
  /** Path of the page that it leads to. */
  page: z.string(),
  /** Path whose POST undoes the finished steps. */
  undo: z.string().nullable(),
  position: z.int(),
  total: z.int(),
  /** Records that were left alone because they changed after the job began. */
  skipped: z.int(),
  seq: z.int(),
  /** Times in epoch ms; a cancelled job is finished too. */
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

/** Records that a job left alone. */
export const namesOf = ({ left_out }: Pick<JobRow, 'left_out'>): LeftOut[] => JSON.parse(left_out ?? '[]')
