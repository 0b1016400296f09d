import { monthsWithin } from '../../ledger/month-sums'
import type { DaySum } from '../../ledger/schema'
import { type Range, wholeMonths } from '../../lib/days'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import type { GoalRow } from '../schema'
import type { Counted } from './measure'
import type { Rule } from './periods'

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
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL
    )
    SELECT goals.id, parent_id, title, description, kind, category, start_date, target_date, status, progress_source,
      plan_id, organization_id, progress_percentage, target_minutes, completed_at, created_on, completed_on, created_at, updated_at, seq,
      coalesce(total_stats.total_seconds, 0) AS own_seconds,
      iif(total_stats.total_seconds > 0, (
        SELECT coalesce(sum(total_seconds), 0)
        FROM daily_stats
        WHERE user_id = ${userId} AND subject = 'goal:' || goals.id
          AND date BETWEEN ${present.weekly.from} AND ${present.weekly.to}), 0) AS week_seconds,
      coalesce(total_stats.months ->> ('$."' || substr(${present.monthly.from}, 1, 7) || '"[0]'), 0) AS month_seconds,
      iif(progress_source <> 'manual', (
        SELECT json_array(count(*), count(completed_at))
        FROM goal_milestones INDEXED BY goal_milestones_by_goal
        WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), '[0,0]') AS steps,
      iif(plan_id IS NOT NULL, (
        SELECT json_object('title', plans.title, 'chunk_count', chunk_count, 'completed_count', completed_count,
          'skipped_count', skipped_count, 'deleted', plans.deleted_at IS NOT NULL)
        FROM plans
        WHERE plans.user_id = ${userId} AND plans.id = plan_id), NULL) AS plan
    FROM below CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = below.id
    LEFT JOIN total_stats ON total_stats.user_id = goals.user_id AND total_stats.subject = 'goal:' || goals.id
    WHERE goals.deleted_at IS NULL`)
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
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL
    )
    SELECT id FROM below)`

/** The most levels that the breadcrumb of a goal shows. */
const levelLimit = 20

/** The time of a day for several goals together, and for one of them alone. */
export type GoalDay = DaySum & { own_seconds: number; own_count: number }

/** The days of a range with time on any of the goals, in order. `id` is the one whose own time is summed too. */
export const daySumsOf = (db: D1Database, userId: string, ids: Ids, id: string, { from, to }: Range) =>
  allRows<GoalDay>(sql(db)`
    WITH asked (id) AS (${idsOf(ids)})
    SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count,
      sum(iif(id = ${id}, total_seconds, 0)) AS own_seconds, sum(iif(id = ${id}, session_count, 0)) AS own_count
    FROM asked CROSS JOIN daily_stats
      ON user_id = ${userId} AND subject = 'goal:' || id AND date BETWEEN ${from} AND ${to}
    GROUP BY date
    ORDER BY date`)

/** The goals above a goal, the root first; a deleted one cuts off those above it. */
export const aboveOf = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string; title: string; organization_id: string | null }>(sql(db)`
    WITH RECURSIVE above (id, title, organization_id, parent_id, level) AS (
      SELECT id, title, organization_id, parent_id, 0 FROM goals WHERE user_id = ${userId} AND id = ${id}
      UNION ALL
      SELECT goals.id, goals.title, goals.organization_id, goals.parent_id, level + 1
      FROM above CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = above.parent_id
      WHERE goals.deleted_at IS NULL AND level < ${levelLimit}
    )
    SELECT id, title, organization_id FROM above WHERE level > 0 ORDER BY level DESC`)

export type GoalRange = Range & { ids: string[] }

/** Days of the range at `index` for one goal that are beside its whole months. */
type Piece = [index: number, id: string, from: string, to: string]

/** The seconds of each range, in their order: whole months from the monthly sums, the rest from the daily ones. */
export const secondsIn = async (db: D1Database, userId: string, ranges: GoalRange[]): Promise<number[]> => {
  const [months, days]: [[index: number, id: string, month: string][], Piece[]] = [[], []]
  for (const [index, { ids, from, to }] of ranges.entries()) {
    const whole = wholeMonths(from, to)
    for (const id of ids) {
      if (whole.months) for (const month of monthsWithin(whole.months)) months.push([index, id, month])
      for (const edge of whole.edges) days.push([index, id, edge.from, edge.to])
    }
  }
  const seconds = ranges.map(() => 0)
  if (months.length + days.length === 0) return seconds
  const { results } = await sql(db)`
    SELECT value ->> 0 AS range, sum(total_seconds) AS seconds
    FROM json_each(${JSON.stringify(days)}) CROSS JOIN daily_stats
      ON user_id = ${userId} AND subject = 'goal:' || (value ->> 1) AND date BETWEEN value ->> 2 AND value ->> 3
    GROUP BY 1
    UNION ALL
    SELECT value ->> 0, coalesce(sum(months ->> ('$."' || (value ->> 2) || '"[0]')), 0)
    FROM json_each(${JSON.stringify(months)}) CROSS JOIN total_stats
      ON user_id = ${userId} AND subject = 'goal:' || (value ->> 1)
    GROUP BY 1`.all<{ range: number; seconds: number }>()
  for (const { range, seconds: more } of results) seconds[range] = (seconds[range] ?? 0) + more
  return seconds
}

/** All rules that a goal ever had. */
export const rulesOf = (db: D1Database, userId: string, id: string) =>
  allRows<Rule>(sql(db)`
    SELECT from_date, kind, target_minutes, week_start
    FROM goal_targets
    WHERE user_id = ${userId} AND goal_id = ${id}
    ORDER BY from_date`)
