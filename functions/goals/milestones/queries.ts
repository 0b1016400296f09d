import { allRows, sql } from '../../lib/sql'
import type { MilestoneRow } from './schema'

/** A goal's milestones in their order, at most `milestoneLimit`. */
export const milestonesOf = (db: D1Database, userId: string, goalId: string) =>
  allRows<MilestoneRow>(sql(db)`
    SELECT id, goal_id, description, target_date, completed_at, completed_on, position, seq, created_at, updated_at
    FROM goal_milestones
    WHERE user_id = ${userId} AND goal_id = ${goalId} AND deleted_at IS NULL
    ORDER BY position, id`)

export const milestone = (db: D1Database, userId: string, goalId: string, id: string) =>
  sql(db)`
    SELECT id, goal_id, description, target_date, completed_at, completed_on, position, seq, created_at, updated_at
    FROM goal_milestones
    WHERE user_id = ${userId} AND id = ${id} AND goal_id = ${goalId} AND deleted_at IS NULL`.first<MilestoneRow>()

/** True for a milestone that was deleted after `since` (epoch ms). */
export const isRecoverable = async (db: D1Database, userId: string, goalId: string, id: string, since: number) =>
  (await sql(db)`
    SELECT 1 FROM goal_milestones
    WHERE user_id = ${userId} AND id = ${id} AND goal_id = ${goalId} AND deleted_at > ${since}`.first()) !== null
