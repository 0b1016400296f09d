import type { DaySum } from '../../ledger/schema'
import { type Range, wholeMonths } from '../../lib/days'
import { sql } from '../../lib/sql'
import type { GoalRow } from '../schema'
import type { Counted } from './measure'
import type { Rule } from './periods'

/**
 * Some goals and everything below them that is not deleted, with what their progress is reckoned from. A deleted goal
 * cuts its branch off.
 * @param present the week and the month now
 */
export const membersOf = async (
  db: D1Database,
  userId: string,
  ids: string[],
  present: { weekly: Range; monthly: Range },
) =>
  (
    await sql(db)`
      WITH RECURSIVE below (id) AS (
        SELECT value FROM json_each(${JSON.stringify(ids)})
        UNION
        SELECT goals.id
        FROM below CROSS JOIN goals INDEXED BY goals_by_parent
          ON goals.user_id = ${userId} AND goals.parent_id = below.id
        WHERE goals.deleted_at IS NULL
      )
      SELECT goals.id, parent_id, title, description, kind, category, start_date, target_date, status, progress_source,
        progress_percentage, target_minutes, completed_at, created_at, updated_at, seq,
        coalesce(total_stats.total_seconds, 0) AS own_seconds,
        iif(total_stats.total_seconds > 0, (
          SELECT coalesce(sum(total_seconds), 0)
          FROM daily_stats
          WHERE user_id = ${userId} AND subject = 'goal:' || goals.id
            AND date BETWEEN ${present.weekly.from} AND ${present.weekly.to}), 0) AS week_seconds,
        iif(total_stats.total_seconds > 0, (
          SELECT coalesce(sum(total_seconds), 0)
          FROM monthly_stats
          WHERE user_id = ${userId} AND subject = 'goal:' || goals.id
            AND month = substr(${present.monthly.from}, 1, 7)), 0) AS month_seconds,
        iif(progress_source = 'milestones', (
          SELECT count(*)
          FROM goal_milestones INDEXED BY goal_milestones_by_goal
          WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), 0) AS milestones,
        iif(progress_source = 'milestones', (
          SELECT count(completed_at)
          FROM goal_milestones INDEXED BY goal_milestones_by_goal
          WHERE user_id = ${userId} AND goal_id = goals.id AND deleted_at IS NULL), 0) AS reached
      FROM below CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = below.id
      LEFT JOIN total_stats ON total_stats.user_id = goals.user_id AND total_stats.subject = 'goal:' || goals.id
      WHERE goals.deleted_at IS NULL`.all<GoalRow & Counted>()
  ).results

/** How many levels of goals above one are named. */
const levelLimit = 20

/** What was tracked on a day for some goals together, and for one of them by itself. */
export type GoalDay = DaySum & { own_seconds: number; own_count: number }

/** The days of a range on which time was tracked for any of some goals, with their sums, in order. `id` is one of them. */
export const daySumsOf = async (db: D1Database, userId: string, ids: string[], id: string, { from, to }: Range) =>
  (
    await sql(db)`
      SELECT date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count,
        sum(iif(value = ${id}, total_seconds, 0)) AS own_seconds, sum(iif(value = ${id}, session_count, 0)) AS own_count
      FROM json_each(${JSON.stringify(ids)}) CROSS JOIN daily_stats
        ON user_id = ${userId} AND subject = 'goal:' || value AND date BETWEEN ${from} AND ${to}
      GROUP BY date
      ORDER BY date`.all<GoalDay>()
  ).results

/** What the goals are called that a goal is part of, the uppermost first; a deleted one ends them. */
export const aboveOf = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
      WITH RECURSIVE above (id, title, parent_id, level) AS (
        SELECT id, title, parent_id, 0 FROM goals WHERE user_id = ${userId} AND id = ${id}
        UNION ALL
        SELECT goals.id, goals.title, goals.parent_id, level + 1
        FROM above CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = above.parent_id
        WHERE goals.deleted_at IS NULL AND level < ${levelLimit}
      )
      SELECT id, title FROM above WHERE level > 0 ORDER BY level DESC`.all<{ id: string; title: string }>()
  ).results

/** A range of dates whose seconds are asked for, over some goals together. */
export type Ask = Range & { ids: string[] }

/** An ask of one goal, of whole months by themselves. */
type Piece = [ask: number, id: string, from: string, to: string]

/** The seconds of each ask, in their order: whole months from the sums of months, the rest from those of days. */
export const secondsOf = async (db: D1Database, userId: string, asks: Ask[]): Promise<number[]> => {
  const [months, days]: [Piece[], Piece[]] = [[], []]
  for (const [ask, { ids, from, to }] of asks.entries()) {
    const whole = wholeMonths(from, to)
    for (const id of ids) {
      if (whole.months) months.push([ask, id, whole.months.from, whole.months.to])
      for (const edge of whole.edges) days.push([ask, id, edge.from, edge.to])
    }
  }
  const seconds = asks.map(() => 0)
  if (months.length + days.length === 0) return seconds
  const { results } = await sql(db)`
    SELECT value ->> 0 AS ask, sum(total_seconds) AS seconds
    FROM json_each(${JSON.stringify(days)}) CROSS JOIN daily_stats
      ON user_id = ${userId} AND subject = 'goal:' || (value ->> 1) AND date BETWEEN value ->> 2 AND value ->> 3
    GROUP BY 1
    UNION ALL
    SELECT value ->> 0, sum(total_seconds)
    FROM json_each(${JSON.stringify(months)}) CROSS JOIN monthly_stats
      ON user_id = ${userId} AND subject = 'goal:' || (value ->> 1) AND month BETWEEN value ->> 2 AND value ->> 3
    GROUP BY 1`.all<{ ask: number; seconds: number }>()
  for (const { ask, seconds: more } of results) seconds[ask] = (seconds[ask] ?? 0) + more
  return seconds
}

/** The rules of a goal's periods, by goal. */
export type Rules = Map<string, (Rule & { goal_id: string })[]>

/**
 * What held of some goals' periods since a date: the rules that began after it, and the one before them; of the goal
 * `whole`, all that ever held.
 */
export const rulesOf = async (
  db: D1Database,
  userId: string,
  ids: string[],
  since: string,
  whole = '',
): Promise<Rules> => {
  const { results } = await sql(db)`
    SELECT goal_id, from_date, goal_targets.kind, goal_targets.target_minutes, goal_targets.week_start
    FROM json_each(${JSON.stringify(ids)}) CROSS JOIN goal_targets ON user_id = ${userId} AND goal_id = value
      AND from_date >= coalesce((
        SELECT max(from_date)
        FROM goal_targets AS earlier
        WHERE earlier.user_id = ${userId} AND earlier.goal_id = value AND earlier.goal_id <> ${whole}
          AND earlier.from_date <= ${since}), '')
    ORDER BY goal_id, from_date`.all<Rule & { goal_id: string }>()
  return Map.groupBy(results, ({ goal_id }) => goal_id)
}
