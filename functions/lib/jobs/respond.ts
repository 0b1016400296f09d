import type { Context } from 'hono'
import type { App } from '../env'
import { plural } from '../format'
import { redirectTo } from '../respond'
import { jobPath } from './queries'
import { runSteps } from './run'
import type { JobRow } from './schema'

/** Says what a finished job did. */
const finishedText = ({ message, skipped }: Pick<JobRow, 'message' | 'skipped'>) =>
  skipped > 0 ? `${message}. Skipped ${plural(skipped, 'session')} that changed since it began.` : message

/** Answers a request that did something of a job: with the job's page until it is finished, then with what it leads to. */
export const respondJob = <E extends App>(c: Context<E>, job: JobRow) =>
  job.finished_at === null
    ? redirectTo(c, jobPath(job))
    : redirectTo(c, job.page, { message: finishedText(job), ...(job.undo !== null && { undo: job.undo }) })

/** Does the first steps of a job that was just added, which may be all of them, and answers the request that began it. */
export const respondStarted = async <E extends App>(c: Context<E>, id: string) => {
  const job = await runSteps(c.env.DB, c.var.user.id, id, c.var.jobKind)
  return job ? respondJob(c, job) : c.notFound()
}
