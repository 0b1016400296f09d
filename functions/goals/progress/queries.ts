import { childrenOfBelow } from '../../ledger/goal-tree'
import type { Range } from '../../lib/days'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import type { GoalRow } from '../schema'
import type { Counted } from './measure'

/** Goals by id, or a SELECT of their ids. */
export type Ids = string[] | SqlPart

/** A SELECT of ids. */
export const idsOf = (ids: Ids) => {
  if (!Array.isArray(ids)) return ids
  const [only] = ids
  // An array costs rows to read.
  if (only !== undefined && ids.length === 1) return part`SELECT ${only}`
  return part`SELECT value FROM json_each(${JSON.stringify(ids)})`
}

/** `steps` is JSON: the number of milestones, and of those that are reached. So is `plan`, a deleted one, too. */
type StoredMember = GoalRow & Omit<Counted, 'milestones' | 'reached' | 'plan'> & { steps: string; plan: string | null }

/**
 * Goals and everything below them with what their progress is computed from; a deleted goal cuts its branch off.
 * @param ids the goals, or a SELECT of their ids
 */
export const membersOf = async (
  db: D1Database,
  userId: string,
  ids: Ids,
  present: { weekly: Range; monthly: Range },
): Promise<(GoalRow & Counted)[]> => {
  const rows = await allRows<StoredMember>(sql(db)`
    WITH RECURSIVE below (id) AS (
      ${idsOf(ids)}
      UNION
      SELECT goals.id
      ${childrenOfBelow(userId)}
    )
    SELECT goals.id, parent_id, title, description, kind, category, start_date, target_date, status, progress_source,
      plan_id, organization_id, progress_percentage, target_minutes, completed_at, created_on, completed_on, created_at, updated_at, seq,
      coalesce(tracked.seconds, 0) AS own_seconds, coalesce(tracked.week_seconds, 0) AS week_seconds,
      coalesce(tracked.month_seconds, 0) AS month_seconds,
      iif(progress_source <> 'manual', (
        SELECT json_array(count(*), count(completed_at))
        FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), '[0,0]') AS steps,
      iif(plan_id IS NOT NULL, (
        SELECT json_object('title', plans.title, 'chunk_count', chunk_count, 'completed_count', completed_count,
          'skipped_count', skipped_count, 'deleted', plans.deleted_at IS NOT NULL)
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.id = plan_id), NULL) AS plan
    FROM goals
    LEFT JOIN (
      SELECT goal_id, sum(seconds) AS seconds,
        sum(iif(date BETWEEN ${present.weekly.from} AND ${present.weekly.to}, seconds, 0)) AS week_seconds,
        sum(iif(date BETWEEN ${present.monthly.from} AND ${present.monthly.to}, seconds, 0)) AS month_seconds
      FROM session_days
      WHERE user_id = ${userId} AND goal_id IS NOT NULL
      GROUP BY goal_id) AS tracked ON tracked.goal_id = goals.id
    WHERE goals.user_id = ${userId} AND goals.id IN below AND goals.deleted_at IS NULL`)
  return rows.map(({ steps, plan, ...row }) => {
    const [milestones, reached]: [number, number] = JSON.parse(steps)
    return { ...row, milestones, reached, plan: plan === null ? null : JSON.parse(plan) }
  })
}

/** SELECT of a goal and everything below it. */
export const idsBelow = (userId: string, id: string) => part`
  SELECT id FROM (
    WITH RECURSIVE below (id) AS (
      SELECT id FROM goals WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL
      UNION
      SELECT goals.id
      ${childrenOfBelow(userId)}
    )
    SELECT id FROM below)`

/** The most levels that the breadcrumb of a goal shows. */
const levelLimit = 20

/** The goals above a goal, the root first; a deleted one cuts off those above it. */
export const aboveOf = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string; title: string; organization_id: string | null }>(sql(db)`
    WITH RECURSIVE above (id, title, organization_id, parent_id, level) AS (
      SELECT id, title, organization_id, parent_id, 0 FROM goals WHERE user_id = ${userId} AND id = ${id}
      UNION ALL
      SELECT goals.id, goals.title, goals.organization_id, goals.parent_id, level + 1
      FROM above JOIN goals ON goals.user_id = ${userId} AND goals.id = above.parent_id
      WHERE goals.deleted_at IS NULL AND level < ${levelLimit}
    )
    SELECT id, title, organization_id FROM above WHERE level > 0 ORDER BY level DESC`)
