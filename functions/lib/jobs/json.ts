import { z } from 'zod'
import { Instant, isoOrNull, jsonOf } from '../api/values'
import { type JobRow, jobPath } from './queries'

export const JobJson = z
  .object({
    id: z.string(),
    title: z.string(),
    state: z.enum(['running', 'finished', 'cancelled']),
    done: z.int().meta({ description: 'Records that were done.' }),
    total: z.int(),
    records: z.string().meta({ description: 'Names the records: `sessions imported`.' }),
    skipped: z.int().meta({ description: 'Records left alone because they changed after the job began.' }),
    started_at: Instant,
    updated_at: Instant,
    finished_at: Instant.nullable(),
    waits_until: Instant.nullable().meta({ description: 'Where the daily limit of rows is reached: it goes on then.' }),
  })
  .meta({ id: 'Job' })

const stateOf = ({ finished_at, cancelled_at }: Pick<JobRow, 'finished_at' | 'cancelled_at'>) => {
  if (finished_at === null) return 'running'
  return cancelled_at === null ? 'finished' : 'cancelled'
}

/** @param waitsUntil epoch ms */
export const jobJson = (job: JobRow, waitsUntil: number | null = null) =>
  jsonOf(JobJson, {
    ...job,
    state: stateOf(job),
    done: job.position,
    waits_until: job.finished_at === null ? isoOrNull(waitsUntil) : null,
  })

/** JSON of a job that was not begun yet. @param now epoch ms */
export const newJobJson = (job: Pick<JobRow, 'id' | 'title' | 'total' | 'records'>, now: number) =>
  jobJson({
    ...job,
    kind: '',
    message: '',
    page: '',
    undo: null,
    position: 0,
    skipped: 0,
    seq: 0,
    started_at: now,
    updated_at: now,
    finished_at: null,
    cancelled_at: null,
  })

/** Answer to a write that goes on as a job, besides its own members. */
export const StartedJson = z.looseObject({ job: JobJson }).meta({ id: 'Started' })

/** Has the job's members at the top too, where programs have found them so far. */
export const startedJson = (job: Pick<JobRow, 'id' | 'title' | 'total' | 'records'>, now: number) => {
  const json = newJobJson(job, now)
  return { ...json, job: json }
}

export const jobApiPath = (job: Pick<JobRow, 'id'>) => `/api/v1${jobPath(job)}`
