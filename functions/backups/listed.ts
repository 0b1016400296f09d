import type { Context } from 'hono'
import type { App } from '../lib/env'
import { waitUntil } from '../lib/wait-until'
import { makeBackup } from './make'
import { backups, workOf } from './queries'

/** The person's backups and the one that is being made, which goes on with this request if no other has it. */
export const listedBackups = async (c: Context<App>) => {
  const { user } = c.var
  const [rows, work] = await Promise.all([backups(c.env.DB, user.id), workOf(c.env.DB, user.id)])
  const now = Date.now()
  if (work && work.claimed_until <= now) waitUntil(c, makeBackup(c.env, user, work))
  return { rows, work, now }
}
