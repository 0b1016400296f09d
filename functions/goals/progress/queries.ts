import type { Range } from '../../lib/days'
import type { Org } from '../../lib/org'
import { columnsOf } from '../../lib/resource/reads'
import { allRows, constant, sql } from '../../lib/sql'
import { names, withNames } from '../queries'
import { GoalRow, type ListedGoal } from '../schema'
import type { Counted } from './measure'

/** `steps` is JSON: the number of milestones, and of those that are reached. So is `plan`, a deleted one, too. */
type StoredGoal = ListedGoal & Omit<Counted, 'milestones' | 'reached' | 'plan'> & { steps: string; plan: string | null }

const status = constant("iif(goals.status = 'not_started' AND tracked.seconds > 0, 'in_progress', goals.status)")

/**
 * All goals of a person with what their progress is computed from, the latest change first.
 * @param org names the parents that it has
 * @param isEndedToo false leaves out goals that ended and are no part of another
 */
export const countedGoals = async (
  db: D1Database,
  userId: string,
  present: { weekly: Range; monthly: Range },
  org: Org,
  isEndedToo: boolean,
): Promise<(ListedGoal & Counted)[]> => {
  const rows = await allRows<StoredGoal>(sql(db)`
    SELECT ${columnsOf('goals', GoalRow, { status })}, ${names},
      coalesce(tracked.seconds, 0) AS own_seconds, coalesce(tracked.week_seconds, 0) AS week_seconds,
      coalesce(tracked.month_seconds, 0) AS month_seconds,
      iif(goals.progress_source <> 'manual', (
        SELECT json_array(count(*), count(completed_at))
        FROM goal_milestones
        WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), '[0,0]') AS steps,
      iif(goals.plan_id IS NOT NULL, (
        SELECT json_object('title', plans.title, 'chunk_count', chunk_count, 'completed_count', completed_count,
          'skipped_count', skipped_count, 'deleted', plans.deleted_at IS NOT NULL)
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.id = goals.plan_id), NULL) AS plan
    FROM goals ${withNames(userId, org)}
    LEFT JOIN (
      SELECT goal_id, sum(seconds) AS seconds,
        sum(iif(date BETWEEN ${present.weekly.from} AND ${present.weekly.to}, seconds, 0)) AS week_seconds,
        sum(iif(date BETWEEN ${present.monthly.from} AND ${present.monthly.to}, seconds, 0)) AS month_seconds
      FROM session_days
      WHERE user_id = ${userId} AND goal_id IS NOT NULL
      GROUP BY goal_id) AS tracked ON tracked.goal_id = goals.id
    WHERE goals.user_id = ${userId} AND goals.deleted_at IS NULL
      ${isEndedToo ? constant('') : constant("AND (goals.status IN ('not_started', 'in_progress') OR goals.parent_id IS NOT NULL)")}
    ORDER BY goals.updated_at DESC, goals.id DESC`)
  return rows.map(({ steps, plan, ...row }) => {
    const [milestones, reached]: [number, number] = JSON.parse(steps)
    return { ...row, milestones, reached, plan: plan === null ? null : JSON.parse(plan) }
  })
}
