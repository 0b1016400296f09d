import type { User } from '../../lib/env'
import { commit } from '../../lib/sql'
import { overdueCandidates, unfinishedCandidates } from './queries'
import { abandonAt } from './thresholds'
import { abandonSessions } from './writes'

/** How many are marked at once; the others on the next visit. */
const batchSize = 100

/**
 * Marks what has waited too long as abandoned: timers 24 hours after the last answer, pull-request sessions 12 hours after
 * their start. To be called before anything looks at or changes what runs; it may be called at any time, and reads a row
 * at most where nothing is due. Gives how many were due.
 * @param now epoch ms
 */
export const abandonOverdue = async (db: D1Database, { id }: Pick<User, 'id'>, now: number) => {
  const due = (await overdueCandidates(db, id, now, batchSize)).filter((session) => abandonAt(session) <= now)
  if (due.length > 0) await commit(db, id, ['timer'], [abandonSessions(db, id, due, now)])
  return due.length
}

/** From how many on it is said that there are more. */
export const unfinishedCountLimit = 9

/**
 * How many sessions were left running and wait for an end, counted as far as it is said. What has waited too long is given
 * up along with it.
 * @param now epoch ms
 */
export const countUnfinished = async (db: D1Database, { id }: Pick<User, 'id'>, now: number) => {
  const found = await unfinishedCandidates(db, id, 2 * unfinishedCountLimit)
  const due = found.filter((session) => session.status === 'active' && abandonAt(session) <= now)
  if (due.length > 0) await commit(db, id, ['timer'], [abandonSessions(db, id, due, now)])
  return found.filter(({ status }) => status === 'abandoned').length + due.length
}
