import { sql } from '../lib/sql'

/** How many goals a user has not ended, for the navigation. */
export const openGoalCount = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
    SELECT count(*) AS open
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')`.first<{
      open: number
    }>()
  )?.open ?? 0
