import type { Context } from 'hono'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { waitUntil } from '../lib/wait-until'
import { abandonOverdue } from '../timer/unfinished/abandon'
import { recordVisit } from '../timer/unfinished/visits'
import { isAbandoned, readShell, type Shell } from './queries'

type How = { countGoals?: boolean }

/** Visits are noted once a minute at most. */
const notedFor = 60_000

/** Loads the shell. A timer that has waited too long for an answer is abandoned first. */
export const loadShell = async <E extends App>(c: Context<E>, how: How = {}): Promise<Shell> => {
  const now = Date.now()
  const { user } = c.var
  const shell = await readShell(c.env.DB, user, now, how)
  if (!isAbandoned(shell)) {
    const isNoted = now - (shell.lastVisit ?? 0) <= notedFor
    if (shell.timer && !isNoted && c.req.method === 'GET' && !wantsFragment(c))
      waitUntil(c, recordVisit(c.env.DB, user.id, now))
    return shell
  }
  await abandonOverdue(c.env.DB, user, now)
  return readShell(c.env.DB, user, now, how)
}
