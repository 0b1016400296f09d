import { shareWork } from '../../../lib/db/reads'
import { commit, isRestoring, newSeq, orStale, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import type { Org } from '../../../lib/org'
import { columnAssignments } from '../../../lib/resource/row-writes'
import { splitsOf } from '../../../lib/time/hours'
import { type OverdueCandidate, overdueCandidates, unfinishedCandidates, visitGapMs } from './queries'
import type { UnfinishedSession } from './schema'
import { abandonAt } from './thresholds'

/** Columns that change with a session's status. Instants in epoch ms. */
type StoredState = Pick<UnfinishedSession, 'status' | 'last_heartbeat_at' | 'ended_at' | 'deleted_at'> & {
  duration_seconds: number | null
  days: string
  hours: string | null
  break_ends_at: null
}

const noTimes = {
  ended_at: null,
  duration_seconds: null,
  days: '[]',
  hours: null,
  deleted_at: null,
  break_ends_at: null,
}

/** State of a running session. `heartbeat`: last confirmation. */
export const activeState = (heartbeat: number | null): StoredState => ({
  ...noTimes,
  status: 'active',
  last_heartbeat_at: heartbeat,
})

type Times = Pick<UnfinishedSession, 'source' | 'started_at' | 'last_heartbeat_at'>

/** State of an abandoned session, which is in no sum until the person sets its end. */
export const abandonedState = (session: Times): StoredState => ({
  ...noTimes,
  status: 'abandoned',
  last_heartbeat_at: session.last_heartbeat_at,
  ended_at: abandonAt(session),
  duration_seconds: 0,
  hours: '[]',
})

export const discardedState = (session: Times, now: number): StoredState => ({
  ...abandonedState(session),
  deleted_at: now,
})

export const completedState = (session: UnfinishedSession, ended_at: number): StoredState => {
  const duration_seconds = Math.floor((ended_at - session.started_at) / 1000)
  const { days, hours } = splitsOf({ ...session, duration_seconds })
  return {
    status: 'completed',
    last_heartbeat_at: session.last_heartbeat_at,
    ended_at,
    duration_seconds,
    days: JSON.stringify(days),
    hours: JSON.stringify(hours),
    deleted_at: null,
    break_ends_at: null,
  }
}

/** Sets the state of a session at version `seq`. Guard: rolls the batch back if it has changed since. */
export const setSessionState = (
  db: D1Database,
  userId: string,
  { id, seq }: Pick<UnfinishedSession, 'id' | 'seq'>,
  state: StoredState,
  now: number,
) => [
  sql(db)`
    UPDATE sessions SET ${columnAssignments(userId, state, now)}
    WHERE user_id = ${userId} AND id = ${id} AND seq = ${seq}`,
  orStale(db),
]

/** Marks sessions as abandoned, unless they were ended or confirmed since they were read. */
const abandonSessions = (db: D1Database, userId: string, due: OverdueCandidate[], now: number) => {
  // By id: a join would compare each session with every other open session.
  const byId = JSON.stringify(
    Object.fromEntries(due.map((session) => [session.id, { ...session, ended_at: abandonAt(session) }])),
  )
  return sql(db)`
    UPDATE sessions
    SET status = 'abandoned', ended_at = ${byId} -> id ->> 'ended_at', duration_seconds = 0, days = '[]', hours = '[]',
        updated_at = ${now}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id IN (SELECT key FROM json_each(${byId})) AND seq = ${byId} -> id ->> 'seq'
      AND status = 'active' AND deleted_at IS NULL
      AND last_heartbeat_at IS ${byId} -> id ->> 'last_heartbeat_at'`
}

/** Extends the current visit or begins one, at most once a minute. Returns its start. */
const insertVisit = (db: D1Database, userId: string, now: number, gapMs: number) =>
  sql(db)`
    INSERT INTO visits (user_id, started_at, ended_at)
    SELECT ${userId}, coalesce((
      SELECT iif(ended_at > ${now - gapMs}, started_at, NULL)
      FROM visits WHERE user_id = ${userId} ORDER BY started_at DESC LIMIT 1), ${now}), ${now}
    WHERE coalesce((
      SELECT ended_at FROM visits WHERE user_id = ${userId} ORDER BY started_at DESC LIMIT 1), 0) < ${now - 60_000}
    ON CONFLICT (user_id, started_at) DO UPDATE SET ended_at = max(ended_at, excluded.ended_at)
    RETURNING started_at`

/** Deletes visits that ended before the oldest unfinished timer started, since they suggest no end. */
export const deleteOldVisits = (db: D1Database, userId: string) =>
  sql(db)`
    DELETE FROM visits
    WHERE user_id = ${userId} AND ended_at < (
      SELECT min(started_at)
      FROM sessions
      WHERE user_id = ${userId} AND status <> 'completed' AND deleted_at IS NULL AND source = 'timer')`

/** Maximum number of sessions abandoned by one request. The next visit abandons others. */
const batchSize = 100

/** Abandons sessions. Postponed while the person's data is being restored. */
const abandon = async (db: D1Database, id: string, due: Parameters<typeof abandonSessions>[2], now: number) => {
  if (due.length === 0) return
  try {
    await commit(db, id, ['timer'], [abandonSessions(db, id, due, now)], { isAside: true })
  } catch (error) {
    if (!isRestoring(error)) throw error
  }
}

/**
 * Marks overdue sessions as abandoned: timers 24 hours after the last heartbeat, pull-request sessions 12 hours after
 * their start. Call it before reading or changing the running timer. Reads at most one row if nothing is due. @param
 * now epoch ms @returns the number of sessions that were due
 */
export const abandonOverdue = (db: D1Database, { id }: Pick<User, 'id'>, now: number) =>
  shareWork(db, 'abandon', async () => {
    const due = (await overdueCandidates(db, id, now, batchSize)).filter((session) => abandonAt(session) <= now)
    await abandon(db, id, due, now)
    return due.length
  })

/** Runs reads, and runs them again if a running session was just abandoned. @param now epoch ms */
export const readAfterAbandon = async <T>(
  db: D1Database,
  user: Pick<User, 'id'>,
  now: number,
  read: () => Promise<T>,
): Promise<T> => {
  const [due, found] = await Promise.all([abandonOverdue(db, user, now), read()])
  return due > 0 ? read() : found
}

/** With more sessions than this, the notice says "More than". */
export const unfinishedCountLimit = 9

/** Counts a context's abandoned sessions, as far as the notice needs. Abandons overdue ones first. `now`: epoch ms. */
export const countUnfinished = async (db: D1Database, { id }: Pick<User, 'id'>, now: number, org: Org) => {
  const sessions = await unfinishedCandidates(db, id, 2 * unfinishedCountLimit, org)
  const due = sessions.filter((session) => session.status === 'active' && abandonAt(session) <= now)
  await abandon(db, id, due, now)
  return [...sessions.filter(({ status }) => status === 'abandoned'), ...due].filter(({ inside }) => inside === 1)
    .length
}

/** While a timer runs, records the person's last visit, to suggest as its end. `now` in epoch ms. */
export const recordVisit = async (db: D1Database, userId: string, now: number) => {
  const visit = await insertVisit(db, userId, now, visitGapMs).first<{ started_at: number }>()
  if (visit?.started_at === now) await deleteOldVisits(db, userId).run()
}
