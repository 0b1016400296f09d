import type { Context } from 'hono'
import { jobWaitsUntil, writeLater } from '../db/daily-rows'
import { conflict, retry } from '../db/retry'
import { commit, guardSeq, readVersions } from '../db/sql'
import type { App } from '../env'
import { redirectTo } from '../http/respond'
import { advanceJob, type FindJobKind, findActiveJob, findJob } from './queries'
import { type JobRow, jobPath } from './schema'

/** Limits of the work that one request does for a job. Other requests are handled between steps. */
const stepsPerRequest = 4
const millisecondsPerRequest = 1_500

/** Pause before the next step, so that other requests waiting for the database can finish. */
const pauseMilliseconds = 25

/**
 * Runs the next step of a job. Its writes and its progress are committed in one batch, so that concurrent requests run
 * it once. Null if the job is finished or does not exist. @throws ProblemError 409 `busy`
 */
export const runStep = (db: D1Database, userId: string, id: string, findJobKind: FindJobKind): Promise<JobRow | null> =>
  retry(async () => {
    const now = Date.now()
    const [head, job] = await Promise.all([readVersions(db, userId), findActiveJob(db, userId, id)])
    if (!job) return null
    const kind = await findJobKind(job.kind)
    if (!kind) throw new Error(`no kind of job ${job.kind}`)
    const step = await kind.plan(db, userId, job, now)
    const writer = step.writer ?? { userId, seq: head.seq }
    const done = await commit(
      db,
      writer.userId,
      ['stats', ...(step.outdates ?? [])],
      [
        guardSeq(db, writer.userId, writer.seq),
        ...step.writes,
        ...advanceJob(db, userId, job, step, now),
        ...(step.after ?? []),
      ],
    )
    if (!done) return conflict
    if (step.isLast) await kind.finish?.(userId, job)
    const { work, part, parts, ...row } = job
    return {
      ...row,
      position: job.position + step.records,
      skipped: job.skipped + (step.leftOut ?? []).length,
      seq: step.writer ? job.seq : head.seq + 1,
      updated_at: now,
      finished_at: step.isLast ? now : null,
    }
  })

/** Runs some steps of a job and returns its new state; null if the job does not exist. */
export const runSteps = async (
  db: D1Database,
  userId: string,
  id: string,
  findJobKind: FindJobKind,
): Promise<JobRow | null> => {
  const end = Date.now() + millisecondsPerRequest
  for (let count = 0; count < stepsPerRequest && Date.now() < end; count += 1) {
    const job = await runStep(db, userId, id, findJobKind)
    if (job === null) break
    if (job.finished_at !== null || count === stepsPerRequest - 1) return job
    await scheduler.wait(pauseMilliseconds)
  }
  return findJob(db, userId, id)
}

/** Runs some steps of a job after the response, unless the token is read-only or the daily limit is reached. */
export const continueJob = <E extends App>(c: Context<E>, id: string) => {
  const { user, access, jobKind } = c.var
  if (jobWaitsUntil(c) !== null || (access.by === 'token' && !access.scopes.includes('write'))) return
  writeLater(c, () => runSteps(c.env.DB, user.id, id, jobKind))
}

/** Redirects to the job's page if the job is unfinished or has skipped records, else to the page of its result. */
export const respondJob = <E extends App>(c: Context<E>, { skipped, ...job }: JobRow) =>
  job.finished_at === null || skipped > 0
    ? redirectTo(c, jobPath(job))
    : redirectTo(c, job.page, { message: job.message, ...(job.undo !== null && { undo: job.undo }) })

/** Runs the first steps of a new job, perhaps all of them, and responds to the request that started it. */
export const respondStarted = async <E extends App>(c: Context<E>, id: string) => {
  const job = await runSteps(c.env.DB, c.var.user.id, id, c.var.jobKind)
  return job ? respondJob(c, job) : c.notFound()
}
