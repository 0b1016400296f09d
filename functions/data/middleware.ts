import type { MiddlewareHandler } from 'hono'
import { restoringError } from '../lib/db/sql'
import type { App } from '../lib/env'
import { tidyAll } from '../lib/hooks'
import { pathTo } from '../lib/http/path-to'
import { isReadMethod } from '../lib/http/respond'
import { afterResponse, onceADay } from '../lib/http/wait-until'
import { dueBackup } from './backups/schema'

/** On the first request of a day, makes the daily backup after the response. */
export const dailyBackup: MiddlewareHandler<App> = async (c, next) => {
  await next()
  const { user, head } = c.var
  const date = dueBackup(user, head.seq > 0, Date.now())
  if (date === null) return
  afterResponse(c, async () => {
    const { runDaily } = await import('./backups/daily')
    await runDaily(c.env, user, date)
  })
}

export const tidyDaily = onceADay((c) => tidyAll(c.env, c.var.user.id, Date.now()))

/** Retry delay for clients that report usage, in seconds. */
const retrySeconds = 30

/** Refuses writes early while the person's data is being restored. `commitVersion` refuses the remaining ones. */
export const refuseWhileRestoring: MiddlewareHandler<App> = async (c, next) => {
  const { head, facts } = c.var
  const { restore_id } = head
  const { method, path } = c.req
  if (restore_id === null || isReadMethod(method) || facts.isOpenWhileRestoring) return next()
  if (path.startsWith(pathTo`/jobs/${restore_id}/`) || path === pathTo`/api/v1/jobs/${restore_id}`) return next()
  c.header('Retry-After', String(retrySeconds))
  throw restoringError(restore_id)
}

/** Lets handlers run steps of jobs. The features of a job are only loaded if there is a job. */
export const jobKinds: MiddlewareHandler<App> = async (c, next) => {
  c.set('jobKind', async (name) => {
    const { jobKindsOf } = await import('./jobs/kinds')
    return jobKindsOf(c.env)(name)
  })
  await next()
}
