import { type CommittedHead, notifyPages } from '../../lib/db/open-pages'
import { type PlannedWrite, retryPlan } from '../../lib/db/retry'
import { isStale, sql, stale, undoStateId } from '../../lib/db/sql'
import { ProblemError, problems } from '../../lib/http/problem'
import { checkAdmins } from './users/queries'

/** Guard: rolls the batch back if the caller is no longer an admin. */
export const guardAdmin = (db: D1Database, adminId: string) =>
  sql(db)`
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM users WHERE id = ${adminId} AND role = 'admin' AND suspended_at IS NULL) THEN 1
      ELSE ${stale}
    END`

/** Advances the catalogue's version; later statements of the batch store it. */
export const advanceCatalogue = (db: D1Database) => sql(db)`UPDATE app_catalogue SET seq = seq + 1 WHERE id = 1`

/**
 * Advances the versions of people whose rules an admin writes. Guard: rolls the batch back for an account that is only
 * the state before a restore.
 */
export const advanceWhitelists = (db: D1Database, userIds: string[]) =>
  sql(db)`
    UPDATE change_heads SET seq = iif(restore_id IS ${undoStateId}, ${stale}, seq + 1), whitelist_seq = seq + 1
    WHERE user_id IN (SELECT value FROM json_each(${JSON.stringify(userIds)}))
    RETURNING user_id, seq, stats_seq, whitelist_seq, timer_seq`

/**
 * Maximum number of people notified by sockets: a request may call only that many objects. Other people's pages poll.
 */
const mostTold = 40

/**
 * Plans an admin's write and runs it as one atomic batch. If a guard fails, it plans again.
 * @throws ProblemError 403 if the caller is no longer an admin
 */
export const commitAsAdmin = <T>(db: D1Database, adminId: string, plan: () => Promise<PlannedWrite<T>>): Promise<T> =>
  retryPlan(plan, async (writes) => {
    try {
      const batch = await db.batch<CommittedHead & { user_id: string }>([guardAdmin(db, adminId), ...writes])
      const advanced = batch.flatMap(({ results }) => results).filter((row) => 'whitelist_seq' in row)
      for (const head of advanced.slice(0, mostTold)) notifyPages(db, head.user_id, head)
      return 'done'
    } catch (error) {
      if (!isStale(error)) throw error
    }
    if (!(await checkAdmins(db, adminId, adminId)).acts) throw new ProblemError(problems.adminsOnly)
    return 'stale'
  })
