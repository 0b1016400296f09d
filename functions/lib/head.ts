import { ProblemError, problems } from './problem'
import { constant, type Head, sql } from './sql'

/** A person's versions with those of their apps. `earned` is the JSON for `readEarned`. */
export type PersonHead = Head & {
  whitelist_seq: number
  catalogue_seq: number
  earned: string | null
  /** UTC date (`YYYY-MM-DD`) of `rows_written`, for the daily limit. */
  written_on?: string | null
  rows_written?: number
}

/** Columns of `PersonHead`, from `change_heads` and `app_catalogue`. */
export const headColumns = constant(`
      coalesce(change_heads.seq, 0) AS seq, coalesce(stats_seq, 0) AS stats_seq, coalesce(timer_seq, 0) AS timer_seq,
      coalesce(usage_seq, 0) AS usage_seq, coalesce(whitelist_seq, 0) AS whitelist_seq, coalesce(epoch, 1) AS epoch,
      restore_id, earned, written_on, coalesce(rows_written, 0) AS rows_written, coalesce(app_catalogue.seq, 0) AS catalogue_seq`)

/** Two rows in one statement, for a request that has written. Others have `c.var.head`. @throws ProblemError when the account is gone */
export const personHead = async (db: D1Database, userId: string): Promise<PersonHead> => {
  const head = await sql(db)`
    SELECT ${headColumns}
    FROM change_heads LEFT JOIN app_catalogue ON app_catalogue.id = 1
    WHERE user_id = ${userId}`.first<PersonHead>()
  if (!head) throw new ProblemError(problems.busy)
  return head
}
