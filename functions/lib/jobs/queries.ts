import { z } from 'zod'
import { Instant, isoOrNull, jsonOf } from '../api/values'
import { constant, jsonBatches, newSeq, orStale, sql } from '../db/sql'
import { LeftOut, leftOutListLimit } from '../files/left-out'
import { ProblemError } from '../http/problem'
import { type JobRow, jobPath, progressText, skippedRecords } from './schema'

/**
 * A job with the JSON of its kind: `work` for the whole job, `part` for the next step. `parts` counts remaining parts.
 */
export type ActiveJob = JobRow & { work: string; part: string | null; parts: number }

/** A planned step: its writes, and the progress that it makes. */
export type JobStep = {
  writes: D1PreparedStatement[]
  records: number
  leftOut?: LeftOut[]
  isLast: boolean
  outdates?: 'whitelist'[]
  /** The person whose rows are written, if different from the job's, with the version on which the step was planned. */
  writer?: { userId: string; seq: number }
  /** Statements that run after the job has advanced. */
  after?: D1PreparedStatement[]
}

export type JobKind = {
  name: string
  /** Plans the next step. It is planned again if anything was written since the job was read. */
  plan: (db: D1Database, userId: string, job: ActiveJob, now: number) => Promise<JobStep>
  /** More writes for a cancellation. */
  cancel?: (db: D1Database, userId: string, job: ActiveJob) => D1PreparedStatement[]
  /** Runs after the last step, outside of its batch. */
  finish?: (userId: string, job: ActiveJob) => Promise<unknown>
}

/** Loads a kind of job by name. */
export type FindJobKind = (name: string) => Promise<JobKind | undefined>

export type NewJob = Pick<JobRow, 'id' | 'title' | 'records' | 'message' | 'page' | 'undo' | 'total'>

/** Time in ms after which a finished job is no longer shown. */
const keptMilliseconds = 24 * 60 * 60 * 1000

// Earlier versions stored other paths for these Undos.
const jobColumns = constant(`
      id, kind, title, records, message, page, iif(undo LIKE '/settings/backups/restore/undo%', '/changes/backup.restore~' || user_id || '/undo',
        replace(undo, '/sessions/import/', '/changes/session.import~')) AS undo, position, total, skipped, work ->> '$.left_out' AS left_out,
      seq, started_at, updated_at, finished_at, cancelled_at`)

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
    WHERE user_id = ${userId} AND finished_at IS NULL AND (${id} IS NULL OR id = ${id})`.first<ActiveJob>()

/** An unfinished job, with the data for its next step. */
export const findActiveJob = (db: D1Database, userId: string, id: string) => atWork(db, userId, id)

export const unfinishedJob = (db: D1Database, userId: string) => atWork(db, userId, null)

export const busyProblem = (job: JobRow) =>
  new ProblemError({
    status: 409,
    code: 'busy',
    title: 'Another long change isn’t finished',
    detail: `${job.title}: ${progressText(job)}. Let it finish or stop it, then try again. Nothing was changed.`,
    again: jobPath(job),
    more: { job: `/api/v1${jobPath(job)}` },
  })

/** @throws ProblemError 409 `busy` while the person has an unfinished job */
export const refuseWhileBusy = async (db: D1Database, userId: string) => {
  const job = await unfinishedJob(db, userId)
  if (job) throw busyProblem(job)
}

/** Adds a job. Each part is the JSON of one step. @param now epoch ms */
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
  ...jsonBatches(parts, (records, number) => `{"number":${number},"records":${records}}`).map(
    ({ json }) => sql(db)`
      INSERT INTO job_parts (user_id, job_id, number, records)
      SELECT ${userId}, ${job.id}, value ->> 'number', value -> 'records' FROM json_each(${json})`,
  ),
]

/**
 * Advances a job. Guard: rolls the step back if another request did it, or if the job was cancelled. It compares the
 * number of remaining parts, because a restore does not advance the person's version before its end.
 * @param now epoch ms
 */
export const advanceJob = (
  db: D1Database,
  userId: string,
  { id, seq, parts, ...job }: ActiveJob,
  { records, leftOut = [], isLast }: JobStep,
  now: number,
) => [
  sql(db)`
    UPDATE jobs
    SET position = position + ${records}, skipped = skipped + ${leftOut.length}, updated_at = ${now},
      work = json_set(work, '$.left_out', json(${JSON.stringify([...skippedRecords(job), ...leftOut].slice(0, leftOutListLimit))})),
      finished_at = ${isLast ? now : null}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq} AND finished_at IS NULL
      AND (SELECT count(*) FROM job_parts WHERE user_id = ${userId} AND job_id = ${id}) = ${parts}`,
  orStale(db),
  sql(db)`
    DELETE FROM job_parts
    WHERE user_id = ${userId} AND job_id = ${id}
      AND number = (SELECT min(number) FROM job_parts WHERE user_id = ${userId} AND job_id = ${id})`,
]

/** Cancels a job. Guard: rolls back if the job advanced or ended in between. @param now epoch ms */
export const endJob = (db: D1Database, userId: string, kind: JobKind | undefined, job: ActiveJob, now: number) => [
  sql(db)`
    UPDATE jobs
    SET cancelled_at = ${now}, finished_at = ${now}, updated_at = ${now},
      seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id = ${job.id} AND seq = ${job.seq} AND finished_at IS NULL`,
  orStale(db),
  sql(db)`DELETE FROM job_parts WHERE user_id = ${userId} AND job_id = ${job.id}`,
  ...(kind?.cancel?.(db, userId, job) ?? []),
]

export const JobJson = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(['running', 'finished', 'cancelled']),
    done: z.int().meta({ description: 'Records that were done.' }),
    total: z.int(),
    records: z.string().meta({ description: 'Names the records: `sessions imported`.' }),
    skipped: z.int().meta({ description: 'Records left alone because they changed after the job began.' }),
    left_out: z.array(LeftOut).meta({ description: 'The first of these.' }),
    started_at: Instant,
    updated_at: Instant,
    finished_at: Instant.nullable(),
    waits_until: Instant.nullable().meta({ description: 'If the daily limit of rows is reached: when it continues.' }),
  })
  .meta({ id: 'Job' })

const stateOf = ({ finished_at, cancelled_at }: Pick<JobRow, 'finished_at' | 'cancelled_at'>) => {
  if (finished_at === null) return 'running'
  return cancelled_at === null ? 'finished' : 'cancelled'
}

/** @param waitsUntil next day for a job over the daily limit (epoch ms) */
export const jobJson = (job: JobRow, waitsUntil: number | null = null) =>
  jsonOf(JobJson, {
    ...job,
    left_out: skippedRecords(job),
    state: stateOf(job),
    done: job.position,
    waits_until: job.finished_at === null ? isoOrNull(waitsUntil) : null,
  })

/** JSON of a job that has not started. @param now epoch ms */
export const newJobJson = (job: Pick<JobRow, 'id' | 'title' | 'total' | 'records'>, now: number) =>
  jobJson({
    ...job,
    kind: '',
    message: '',
    page: '',
    undo: null,
    position: 0,
    skipped: 0,
    left_out: null,
    seq: 0,
    started_at: now,
    updated_at: now,
    finished_at: null,
    cancelled_at: null,
  })

/** Response to a write that continues as a job, besides the response's own members. */
export const StartedJson = z.looseObject({ job: JobJson }).meta({ id: 'Started' })

/** Repeats the job's members at the top level, where older programs expect them. */
export const startedJson = (job: Pick<JobRow, 'id' | 'title' | 'total' | 'records'>, now: number) => {
  const json = newJobJson(job, now)
  return { ...json, job: json }
}

export const jobApiPath = (job: Pick<JobRow, 'id'>) => `/api/v1${jobPath(job)}`
