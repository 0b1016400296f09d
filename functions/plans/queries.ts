import { z } from 'zod'
import { allRows, constant, sql } from '../lib/sql'
import { ChunkRow, ListedPlan, PlanWithContent } from './schema'

const columns = constant(`
      id, title, status, tags, total_hours, goal_id, project_id, scheduler, chunk_count, completed_count, skipped_count,
      planned_minutes, next_chunk, next_title, seq, created_at, updated_at`)

const tracked = constant(`
      coalesce(total_seconds, 0) AS tracked_seconds, coalesce(session_count, 0) AS session_count`)

/** A plan with its markdown and tracked time; null for one that is not there or deleted. */
export const plan = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT ${columns}, content, ${tracked}
    FROM plans LEFT JOIN total_stats ON total_stats.user_id = plans.user_id AND subject = 'plan:' || id
    WHERE plans.user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first()
  return row === null ? null : PlanWithContent.parse(row)
}

/** The chunks of a plan, in their order. */
export const chunksOf = async (db: D1Database, userId: string, planId: string) =>
  z.array(ChunkRow).parse(
    await allRows(sql(db)`
      SELECT id, position, title, status, duration_minutes, objectives, resources, deliverable
      FROM plan_chunks
      WHERE user_id = ${userId} AND plan_id = ${planId}
      ORDER BY position`),
  )

/** Plans with their tracked time, by id, after the cursor. Reads limit + 1 rows; the extra row means there is a next page. */
export const plansAfter = async (db: D1Database, userId: string, after: string, limit: number) =>
  z.array(ListedPlan).parse(
    await allRows(sql(db)`
      SELECT ${columns}, ${tracked}
      FROM (
        SELECT ${columns} FROM plans WHERE user_id = ${userId} AND deleted_at IS NULL AND id > ${after}
        ORDER BY id LIMIT ${limit + 1})
      LEFT JOIN total_stats ON total_stats.user_id = ${userId} AND subject = 'plan:' || id
      ORDER BY id`),
  )
