import type { MiddlewareHandler } from 'hono'
import { restoring } from '../lib/db/sql'
import type { App } from '../lib/env'
import { tidyAll } from '../lib/hooks'
import { pathTo } from '../lib/http/path-to'
import { isRead } from '../lib/http/respond'
import { afterResponse, daily } from '../lib/http/wait-until'
import { dueBackup } from './backups/schema'

/** Makes the backup of the day after the response to the person's first request of it. */
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

export const tidyDaily = daily((c) => tidyAll(c.env, c.var.user.id, Date.now()))

/** Seconds after which a client that reports usage tries again. */
const retrySeconds = 30

/** Refuses writes while the person's data is restored, before anything of them is done. `commitVersion` refuses the rest. */
export const refuseWhileRestoring: MiddlewareHandler<App> = async (c, next) => {
  const { head, facts } = c.var
  const { restore_id } = head
  const { method, path } = c.req
  if (restore_id === null || isRead(method) || facts.isOpenWhileRestoring) return next()
  if (path.startsWith(pathTo`/jobs/${restore_id}/`) || path === pathTo`/api/v1/jobs/${restore_id}`) return next()
  c.header('Retry-After', String(retrySeconds))
  throw restoring(restore_id)
}

/** Lets handlers do steps of jobs. The features that these belong to are loaded when a job is there. */
export const jobKinds: MiddlewareHandler<App> = async (c, next) => {
  c.set('jobKind', async (name) => {
    const { jobKindsOf } = await import('./jobs/kinds')
    return jobKindsOf(c.env)(name)
  })
  await next()
}
