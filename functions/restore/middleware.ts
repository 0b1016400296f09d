import type { MiddlewareHandler } from 'hono'
import type { App } from '../lib/env'
import { restoring } from '../lib/sql'
import { daily } from '../lib/wait-until'

/** Deletes states that are kept no longer. */
export const dropStatesDaily = daily(async (c) => {
  const { dropOldStates } = await import('./purge')
  await dropOldStates(c.env, c.var.user.id, Date.now())
})

/** Seconds after which a client that reports usage tries again. */
const retrySeconds = 30

/** The job, the account and its sign-ins, and what an admin does for others, are no part of a restore. */
const isOpen = (path: string, restoreId: string) =>
  path.startsWith(`/jobs/${restoreId}/`) ||
  path === `/api/v1/jobs/${restoreId}` ||
  /^\/settings\/(account|sign-in)(\/|$)/.test(path) ||
  /^\/(api\/v1\/)?admin(\/|$)/.test(path) ||
  path.startsWith('/context')

/** Refuses writes while the person's data is restored, before anything of them is done. `commitVersion` refuses the rest. */
export const refuseWhileRestoring: MiddlewareHandler<App> = async (c, next) => {
  const { restore_id } = c.var.head
  const { method, path } = c.req
  const isAccount = method === 'DELETE' && path === '/api/v1/me'
  if (restore_id === null || method === 'GET' || method === 'HEAD' || isAccount || isOpen(path, restore_id))
    return next()
  c.header('Retry-After', String(retrySeconds))
  throw restoring(restore_id)
}
