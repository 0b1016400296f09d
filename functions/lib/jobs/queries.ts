import { grouped } from '../format'
import { ProblemError } from '../problem'
import { chunksOf, constant, orStale, sql } from '../sql'
import type { JobAtWork, JobKind, JobRow, JobStep, NewJob } from './schema'

/** Finished jobs are shown for a day. */
const keptMilliseconds = 24 * 60 * 60 * 1000

const jobColumns = constant(`
      id, kind, title, records, message, page, undo, position, total, skipped, seq, started_at, updated_at, finished_at,
      cancelled_at`)

export const findJob = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT ${jobColumns}
    FROM jobs
    WHERE user_id = ${userId} AND id = ${id}`.first<JobRow>()

const atWork = (db: D1Database, userId: string, id: string | null) =>
  sql(db)`
    SELECT ${jobColumns}, work,
      (SELECT count(*) FROM job_parts WHERE job_parts.user_id = ${userId} AND job_id = jobs.id) AS parts,
      (SELECT job_parts.records FROM job_parts
       WHERE job_parts.user_id = ${userId} AND job_id = jobs.id ORDER BY number LIMIT 1) AS part
    FROM jobs
    WHERE user_id = ${userId} AND finished_at IS NULL AND (${id} IS NULL OR id = ${id})`.first<JobAtWork>()

/** A job that is not finished, with what its next step needs. */
export const jobAtWork = (db: D1Database, userId: string, id: string) => atWork(db, userId, id)

export const unfinishedJob = (db: D1Database, userId: string) => atWork(db, userId, null)

export const progressText = ({ position, total, records }: Pick<JobRow, 'position' | 'total' | 'records'>) =>
  `${grouped(position)} of ${grouped(total)} ${records}`

export const jobPath = ({ id }: Pick<JobRow, 'id'>) => `/jobs/${id}`

export const busyWith = (job: JobRow) =>
  new ProblemError({
    status: 409,
    code: 'busy',
    title: 'Another long change is not finished',
    detail: `${job.title}: ${progressText(job)}. Let it finish or stop it, then try again. Nothing was changed.`,
    again: jobPath(job),
    more: { job: `/api/v1${jobPath(job)}` },
  })

/** @throws ProblemError 409 `busy` while a job of the person's is not finished */
export const refuseWhileBusy = async (db: D1Database, userId: string) => {
  const job = await unfinishedJob(db, userId)
  if (job) throw busyWith(job)
}

/** Adds a job; every part is the JSON of one step. @param now epoch ms */
export const addJob = (
  db: D1Database,
  userId: string,
  { name }: Pick<JobKind, 'name'>,
  job: NewJob,
  { work, parts = [] }: { work: object; parts?: string[] },
  now: number,
) => [
  sql(db)`DELETE FROM jobs WHERE user_id = ${userId} AND finished_at <= ${now - keptMilliseconds}`,
  sql(db)`
    INSERT INTO jobs (user_id, id, kind, title, records, message, page, undo, work, total, seq, started_at, updated_at)
    SELECT ${userId}, ${job.id}, ${name}, ${job.title}, ${job.records}, ${job.message}, ${job.page}, ${job.undo},
      ${JSON.stringify(work)}, ${job.total}, seq, ${now}, ${now}
    FROM change_heads
    WHERE user_id = ${userId}`,
  ...chunksOf(parts, (records, number) => `{"number":${number},"records":${records}}`).map(
    ({ json }) => sql(db)`
      INSERT INTO job_parts (user_id, job_id, number, records)
      SELECT ${userId}, ${job.id}, value ->> 'number', value -> 'records' FROM json_each(${json})`,
  ),
]

/**
 * Guard: rolls the step back if another did it, or if the job was cancelled. A restore writes no version of the person's
 * before its end, so the parts that are left have to be those that the step was planned from.
 * @param now epoch ms
 */
export const advanceJob = (
  db: D1Database,
  userId: string,
  { id, seq, parts }: JobAtWork,
  { records, skipped = 0, isLast }: JobStep,
  now: number,
) => [
  sql(db)`
    UPDATE jobs
    SET position = position + ${records}, skipped = skipped + ${skipped}, updated_at = ${now},
      finished_at = ${isLast ? now : null}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND finished_at IS NULL
      AND (SELECT count(*) FROM job_parts WHERE user_id = ${userId} AND job_id = ${id}) = ${parts}`,
  orStale(db),
  sql(db)`
    DELETE FROM job_parts
    WHERE user_id = ${userId} AND job_id = ${id}
      AND number = (SELECT min(number) FROM job_parts WHERE user_id = ${userId} AND job_id = ${id})`,
]

/** Guard: rolls the batch back if the job went on or ended in between. @param now epoch ms */
export const endJob = (db: D1Database, userId: string, kind: JobKind | undefined, job: JobAtWork, now: number) => [
  sql(db)`
    UPDATE jobs
    SET cancelled_at = ${now}, finished_at = ${now}, updated_at = ${now},
      seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${job.id} AND seq = ${job.seq} AND finished_at IS NULL`,
  orStale(db),
  sql(db)`DELETE FROM job_parts WHERE user_id = ${userId} AND job_id = ${job.id}`,
  ...(kind?.cancel?.(db, userId, job) ?? []),
]
