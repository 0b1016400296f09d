import type { Context } from 'hono'
import type { App } from '../lib/env'
import { wantsFragment } from '../lib/page'
import { waitUntil } from '../lib/wait-until'
import { abandonOverdue } from '../timer/unfinished/abandon'
import { recordVisit } from '../timer/unfinished/visits'
import { isAbandoned, readShell, type Shell } from './queries'

type How = { countGoals?: boolean }

/** For how long a visit counts as noted, in milliseconds: a write a minute at most. */
const notedFor = 60_000

/** What the frame shows now. A timer that has waited for an answer too long is given up first. */
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
