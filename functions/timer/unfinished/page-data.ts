import type { UnfinishedList } from '../../../views/timer/unfinished'
import type { User } from '../../lib/env'
import { namesOf } from '../../sessions/list/page'
import { abandonOverdue } from './abandon'
import { endOptionsFor } from './end-options'
import { unfinishedSessions } from './queries'

/** Unfinished sessions with an id below `below`, the latest first, with their end options. `now` in epoch ms. */
export const unfinishedList = async (
  db: D1Database,
  user: Pick<User, 'id'>,
  { below = '~', limit }: { below?: string; limit: number },
  now: number,
): Promise<UnfinishedList> => {
  const read = () => unfinishedSessions(db, user.id, below, limit + 1)
  // Read together: where something was abandoned, it is read again.
  const [due, found] = await Promise.all([abandonOverdue(db, user, now), read()])
  const rows = due > 0 ? await read() : found
  const sessions = rows.slice(0, limit)
  const [ends, names] = await Promise.all([endOptionsFor(db, user.id, sessions, now), namesOf(db, user.id, sessions)])
  return { sessions, ends, names, hasMore: rows.length > limit, now }
}
