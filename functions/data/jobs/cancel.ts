import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { endJob, jobAtWork } from '../../lib/jobs/queries'
import { conflict, retry } from '../../lib/retry'
import { commit } from '../../lib/sql'

/** Stops a job after the step that it is at. Does nothing to a finished one. @throws ProblemError 409 `busy` */
export const cancelJob = <E extends App>(c: Context<E>, id: string) => {
  const { DB } = c.env
  const { user, jobKind } = c.var
  return retry(async () => {
    const job = await jobAtWork(DB, user.id, id)
    if (!job) return
    const writes = endJob(DB, user.id, await jobKind(job.kind), job, Date.now())
    return (await commit(DB, user.id, [], writes, { whileRestoring: true })) ? undefined : conflict
  })
}
