import type { LeftList } from '../../../views/timer/left'
import type { User } from '../../lib/env'
import { namesOf } from '../../sessions/list/page'
import { evidenceFor } from './evidence'
import { leftSessions } from './queries'
import { settleForgotten } from './settle'

/** What was left without an end, the latest first, below an id, with the ends that are offered. `now` in epoch ms. */
export const leftList = async (
  db: D1Database,
  userId: string,
  { below = '~', limit }: { below?: string; limit: number },
  now: number,
): Promise<LeftList> => {
  const found = await leftSessions(db, userId, below, limit + 1)
  const sessions = found.slice(0, limit)
  const [ends, names] = await Promise.all([evidenceFor(db, userId, sessions, now), namesOf(db, userId, sessions)])
  return { sessions, ends, names, more: found.length > limit, now }
}

/** How many stand on top of the sessions. */
const onTop = 5

/** What stands there. What has waited too long is given up before. */
export const leftOnTop = async (db: D1Database, user: Pick<User, 'id'>, now: number) => {
  await settleForgotten(db, user, now)
  return leftList(db, user.id, { limit: onTop }, now)
}
