import type { MiddlewareHandler } from 'hono'
import type { App } from '../../lib/env'
import { restoring } from '../../lib/sql'
import { daily } from '../../lib/wait-until'

/** Deletes states that are kept no longer. */
export const dropStatesDaily = daily(async (c) => {
  const { dropOldStates } = await import('./purge')
  await dropOldStates(c.env, c.var.user.id, Date.now())
})

/** Seconds after which a client that reports usage tries again. */
const retrySeconds = 30

/** Refuses writes while the person's data is restored, before anything of them is done. `commitVersion` refuses the rest. */
export const refuseWhileRestoring: MiddlewareHandler<App> = async (c, next) => {
  const { head, facts } = c.var
  const { restore_id } = head
  const { method, path } = c.req
  if (restore_id === null || method === 'GET' || method === 'HEAD' || facts.isOpenWhileRestoring) return next()
  if (path.startsWith(`/jobs/${restore_id}/`) || path === `/api/v1/jobs/${restore_id}`) return next()
  c.header('Retry-After', String(retrySeconds))
  throw restoring(restore_id)
}
