import { sql } from '../../lib/sql'
import { conflictsCounted } from '../devices/queries'

/** Open conflicts, up to `conflictsCounted` + 1. */
export const countOpenConflicts = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM sync_conflicts INDEXED BY sync_conflicts_open
      WHERE user_id = ${userId} AND settled_at IS NULL
      LIMIT ${conflictsCounted + 1})`.first<number>('count')) ?? 0
