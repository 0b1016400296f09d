import type { Context } from 'hono'
import type { App } from '../lib/env'
import { later } from '../lib/later'
import { wantsPart } from '../lib/page'
import { settleForgotten } from './forgotten/settle'
import { visited } from './forgotten/visit'
import { isGivenUp, type Shell, shellOf } from './shell'

type How = { countGoals?: boolean }

/** For how long a visit counts as noted, in milliseconds: a write a minute at most. */
const notedFor = 60_000

/** What the frame shows now. A timer that has waited for an answer too long is given up first. */
export const currentShell = async <E extends App>(c: Context<E>, how: How = {}): Promise<Shell> => {
  const now = Date.now()
  const { user } = c.var
  const shell = await shellOf(c.env.DB, user, now, how)
  if (!isGivenUp(shell)) {
    const isNoted = now - (shell.lastVisit ?? 0) <= notedFor
    if (shell.timer && !isNoted && c.req.method === 'GET' && !wantsPart(c)) later(c, visited(c.env.DB, user.id, now))
    return shell
  }
  await settleForgotten(c.env.DB, user, now)
  return shellOf(c.env.DB, user, now, how)
}
