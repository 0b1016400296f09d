import type { LeftList } from '../../../views/timer/left'
import { namesOf } from '../../sessions/list/page'
import { evidenceFor } from './evidence'
import { leftSessions } from './queries'

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
  return { sessions, ends, names, more: found.length > limit }
}
