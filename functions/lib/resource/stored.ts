import { recoverableSince } from '../recoverable'
import { constant, type Outdates, orStale, sql } from '../sql'
import type { WriteWithEffects } from './resource'

/** Deletes a row of a table with `user_id`, `id`, `seq` and `deleted_at`. It can be restored for 30 days. */
export const deleteRow =
  (table: string, outdates: Outdates[] = []) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      sql(db)`
        UPDATE ${constant(table)} SET deleted_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
      orStale(db),
    ],
    outdates,
  })

/** Restores a row that `deleteRow` deleted in the last 30 days. */
export const restoreRow =
  (table: string, outdates: Outdates[] = []) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      sql(db)`
        UPDATE ${constant(table)} SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at > ${recoverableSince(now)}`,
      orStale(db),
    ],
    outdates,
  })
