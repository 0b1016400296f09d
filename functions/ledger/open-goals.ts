import { allRows, sql } from '../lib/sql'

const choiceLimit = 500

/** The goals that time can be spent on now, by title. */
export const openGoals = (db: D1Database, userId: string) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title
    FROM goals INDEXED BY goals_by_status
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
    ORDER BY title COLLATE NOCASE, id
    LIMIT ${choiceLimit}`)
