import { recoverableSince } from '../recoverable'
import { type Outdates, orStale } from '../sql'
import type { WriteWithEffects } from './resource'

/** Prepares a statement about `table`, which is a constant of the code and never text from a request. */
const about =
  (db: D1Database, table: string) =>
  (text: TemplateStringsArray, ...values: (string | number)[]) =>
    db.prepare(text.join('?').replace('TABLE', table)).bind(...values)

/** Deletes a row of a table with `user_id`, `id`, `seq` and `deleted_at`. It can be restored for 30 days. */
export const deleteRow =
  (table: string, outdates: Outdates[] = []) =>
  (db: D1Database, userId: string, id: string, now: number): WriteWithEffects => ({
    statements: [
      about(db, table)`
        UPDATE TABLE SET deleted_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
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
      about(db, table)`
        UPDATE TABLE SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
        WHERE user_id = ${userId} AND id = ${id} AND deleted_at > ${recoverableSince(now)}`,
      orStale(db),
    ],
    outdates,
  })
