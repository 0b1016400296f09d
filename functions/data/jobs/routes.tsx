import { type Context, Hono } from 'hono'
import { JobPage, JobProgress } from '../../../views/data/jobs/page'
import { jobWaitsUntil } from '../../lib/db/daily-rows'
import { commitGuarded } from '../../lib/db/retry'
import { type App, rowLoader } from '../../lib/env'
import { redirectTo, wantsFragment } from '../../lib/http/respond'
import { endJob, findActiveJob, findJob } from '../../lib/jobs/queries'
import { respondJob, runSteps } from '../../lib/jobs/run'
import { jobPath } from '../../lib/jobs/schema'

/** Stops a job after its current step. Does nothing if the job is finished. @throws ProblemError 409 `busy` */
export const cancelJob = <E extends App>(c: Context<E>, id: string) => {
  const { DB } = c.env
  const { user, jobKind } = c.var
  return commitGuarded(DB, user.id, [], async () => {
    const job = await findActiveJob(DB, user.id, id)
    const writes = job ? endJob(DB, user.id, await jobKind(job.kind), job, Date.now()) : []
    return { result: undefined, writes, whileRestoring: true }
  })
}

export const loadJob = rowLoader('job', findJob)

export const jobs = new Hono<App>()
  .get('/:id', loadJob, (c) =>
    c.render(<JobPage job={c.var.job} waitsUntil={jobWaitsUntil(c)} />, { title: c.var.job.title }),
  )

  .post('/:id/step', loadJob, async (c) => {
    const waitsUntil = jobWaitsUntil(c)
    const { id } = c.var.job
    const job = await (waitsUntil === null ? runSteps(c.env.DB, c.var.user.id, id, c.var.jobKind) : c.var.job)
    if (!job) return c.notFound()
    if (c.var.job.finished_at !== null) return redirectTo(c, jobPath(job))
    if (wantsFragment(c) && job.finished_at === null) return c.render(<JobProgress job={job} waitsUntil={waitsUntil} />)
    return respondJob(c, job)
  })

  .post('/:id/cancel', loadJob, async (c) => {
    await cancelJob(c, c.var.job.id)
    return redirectTo(c, jobPath(c.var.job))
  })
