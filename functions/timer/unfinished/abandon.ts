import type { User } from '../../lib/env'
import type { Org } from '../../lib/org'
import { commit, isRestoring } from '../../lib/sql'
import { overdueCandidates, unfinishedCandidates } from './queries'
import { abandonAt } from './thresholds'
import { abandonSessions } from './writes'

/** Sessions abandoned at once; the rest follow on the next visit. */
const batchSize = 100

type Due = Parameters<typeof abandonSessions>[2]

/** Leaves them for later while the person's data is restored. */
const abandon = async (db: D1Database, id: string, due: Due, now: number) => {
  if (due.length === 0) return
  try {
    await commit(db, id, ['timer'], [abandonSessions(db, id, due, now)])
  } catch (error) {
    if (!isRestoring(error)) throw error
  }
}

/**
 * Marks overdue sessions as abandoned: timers 24 hours after the last heartbeat, pull-request sessions 12 hours after
 * their start. Call it before anything reads or changes what runs. Reads at most one row if nothing is due.
 * @param now epoch ms
 * @returns the number of sessions that were due
 */
export const abandonOverdue = async (db: D1Database, { id }: Pick<User, 'id'>, now: number) => {
  const due = (await overdueCandidates(db, id, now, batchSize)).filter((session) => abandonAt(session) <= now)
  await abandon(db, id, due, now)
  return due.length
}

/** Above this count the notice says "More than". */
export const unfinishedCountLimit = 9

/** Counts the abandoned sessions of a context, as far as the notice needs, and abandons overdue ones. `now` in epoch ms. */
export const countUnfinished = async (db: D1Database, { id }: Pick<User, 'id'>, now: number, org: Org) => {
  const sessions = await unfinishedCandidates(db, id, 2 * unfinishedCountLimit, org)
  const due = sessions.filter((session) => session.status === 'active' && abandonAt(session) <= now)
  await abandon(db, id, due, now)
  return [...sessions.filter(({ status }) => status === 'abandoned'), ...due].filter(({ inside }) => inside === 1)
    .length
}
