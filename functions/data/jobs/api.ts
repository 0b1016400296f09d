import { Hono } from 'hono'
import { describeOperation } from '../../lib/api/describe'
import { jobWaitsUntil } from '../../lib/db/daily-rows'
import type { App } from '../../lib/env'
import { JobJson, jobJson } from '../../lib/jobs/queries'
import { continueJob } from '../../lib/jobs/run'
import { cancelJob, loadJob } from './routes'

const tag = 'Jobs'

export const jobsApi = new Hono<App>()
  .get(
    '/:id',
    describeOperation({
      summary: 'Read a job',
      description:
        'A write that is too long for one request continues in steps: while you read its job with a token that may write, and while you use Daymark in a browser. Read the job every second or so until its state is `finished`. A job that has used up the day’s rows continues by itself from `waits_until` on. A finished job is kept for a day.',
      tag,
      item: true,
      answers: { schema: JobJson },
    }),
    loadJob,
    (c) => {
      const { job } = c.var
      if (job.finished_at === null) continueJob(c, job.id)
      return c.json(jobJson(job, jobWaitsUntil(c)))
    },
  )

  .delete(
    '/:id',
    describeOperation({
      summary: 'Stop a job',
      description: 'Ends it after its current step. Finished changes are kept.',
      tag,
      item: true,
      stale: true,
    }),
    loadJob,
    async (c) => {
      await cancelJob(c, c.var.job.id)
      return c.body(null, 204)
    },
  )
