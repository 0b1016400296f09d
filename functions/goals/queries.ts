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

export type GoalChoice = { id: string; title: string }

/** The goals that time can be spent on now: a user's open ones, by title. */
export const goalChoices = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT id, title
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ORDER BY title COLLATE NOCASE, id`.all<GoalChoice>()
  ).results
