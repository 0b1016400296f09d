import type { UnfinishedList } from '../../../views/timer/unfinished'
import type { User } from '../../lib/env'
import { namesOf } from '../../sessions/list/page'
import { abandonOverdue } from './abandon'
import { endOptionsFor } from './end-options'
import { unfinishedSessions } from './queries'

/** What was left without an end, the latest first, below an id, with the ends that are offered. `now` in epoch ms. */
export const unfinishedList = async (
  db: D1Database,
  userId: string,
  { below = '~', limit }: { below?: string; limit: number },
  now: number,
): Promise<UnfinishedList> => {
  const found = await unfinishedSessions(db, userId, below, limit + 1)
  const sessions = found.slice(0, limit)
  const [ends, names] = await Promise.all([endOptionsFor(db, userId, sessions, now), namesOf(db, userId, sessions)])
  return { sessions, ends, names, more: found.length > limit, now }
}

/** How many stand on top of the sessions. */
const latestLimit = 5

/** What stands there. What has waited too long is given up before. */
export const latestUnfinished = async (db: D1Database, user: Pick<User, 'id'>, now: number) => {
  await abandonOverdue(db, user, now)
  return unfinishedList(db, user.id, { limit: latestLimit }, now)
}
