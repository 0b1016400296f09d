import { z } from 'zod'

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
  /** Path whose POST takes back what is done. */
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
export type JobRow = z.infer<typeof JobRow>

/**
 * A job with the JSON that its kind wrote: `work` for all of it, `part` for the next step, if steps have parts.
 * `parts` are those that are left.
 */
export type JobAtWork = JobRow & { work: string; part: string | null; parts: number }

/** One step: its writes, and what they do to the job. */
export type JobStep = {
  writes: D1PreparedStatement[]
  records: number
  skipped?: number
  isLast: boolean
  outdates?: 'whitelist'[]
  /** The person who writes, with the version that the step was planned at, where it is not the one of the job. */
  writer?: { userId: string; seq: number }
  /** Statements after those that advance the job. */
  after?: D1PreparedStatement[]
}

export type JobKind = {
  name: string
  /** Plans the next step. Nothing was written since the job was read, or the step is planned again. */
  plan: (db: D1Database, userId: string, job: JobAtWork, now: number) => Promise<JobStep>
  /** Writes of a cancellation besides those of the job. */
  cancel?: (db: D1Database, userId: string, job: JobAtWork) => D1PreparedStatement[]
  /** Follows the last step, outside of its batch. */
  finish?: (userId: string, job: JobAtWork) => Promise<unknown>
}

/** Loads the kind of that name. */
export type FindJobKind = (name: string) => Promise<JobKind | undefined>

export type NewJob = Pick<JobRow, 'id' | 'title' | 'records' | 'message' | 'page' | 'undo' | 'total'>
