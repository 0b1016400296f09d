import type { UnfinishedList } from '../../../views/timer/unfinished'
import type { User } from '../../lib/env'
import type { Org } from '../../lib/org'
import { abandonOverdue } from './abandon'
import { endOptionsBy } from './check-in'
import { activitySigns, unfinishedIntervals, unfinishedSessions } from './queries'

/** Unfinished sessions with an id below `below`, the latest first, with their end options. `now` in epoch ms. */
export const unfinishedList = async (
  db: D1Database,
  user: Pick<User, 'id'>,
  { below = '~', org, limit }: { below?: string; org: Org; limit: number },
  now: number,
): Promise<UnfinishedList> => {
  const read = () =>
    Promise.all([
      unfinishedSessions(db, user.id, { below, org, limit: limit + 1 }),
      activitySigns(db, user.id, unfinishedIntervals(user.id, { below, org, limit }, now), now),
    ])
  // Read together: where something was abandoned, it is read again.
  const [due, found] = await Promise.all([abandonOverdue(db, user, now), read()])
  const [{ sessions: rows, names }, signs] = due > 0 ? await read() : found
  const sessions = rows.slice(0, limit)
  return { sessions, ends: endOptionsBy(sessions, signs, now), names, hasMore: rows.length > limit, now }
}
