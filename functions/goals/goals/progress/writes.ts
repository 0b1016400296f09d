import { constant, part, type SqlPart, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import { addDays, calendarPeriod, dayOf } from '../../../lib/time/days'
import { type GoalRow, isOpenGoal, isRecurring } from '../schema'
import { type CountingColumns, columnsOfRule, ruleOf } from './rule'

/** SQL condition: the rule has weekly periods. */
const isWeekly = constant(
  "(coalesce(rule ->> 'period', '') = 'week' OR kind = 'weekly' AND target_minutes IS NOT NULL)",
)

/** SET clause that replaces a rule of the same date. */
const taken = constant(
  ['kind', 'target_minutes', 'week_start', 'rule'].map((name) => `${name} = excluded.${name}`).join(', '),
)

type Recurring = CountingColumns & Pick<GoalRow, 'status'>

/**
 * Sets a goal's rule from its current period on. Ended periods keep their rule, unless `isForPast`. A goal that has
 * ended or no longer repeats has no target from tomorrow on. Must come after the write of the goal.
 */
export const saveTarget = (
  db: D1Database,
  userId: string,
  id: string,
  goal: Recurring,
  now: LocalNow,
  isForPast = false,
) => {
  const recurs = isOpenGoal(goal.status) && isRecurring(goal)
  const { kind, target_minutes, rule } = columnsOfRule(recurs ? ruleOf(goal) : null)
  const ofGoal = part`user_id = ${userId} AND goal_id = ${id}`
  return [
    ...(isForPast && recurs
      ? [
          sql(db)`
      UPDATE goal_targets SET kind = ${kind}, target_minutes = ${target_minutes}, rule = ${rule}
      WHERE ${ofGoal} AND (rule IS NOT NULL OR target_minutes IS NOT NULL)`,
        ]
      : []),
    sql(db)`DELETE FROM goal_targets WHERE ${ofGoal} AND from_date > ${now.latestDay}`,
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start, rule)
      SELECT ${userId}, ${id}, ${recurs ? now.latestDay : addDays(now.latestDay, 1)}, ${kind}, ${target_minutes},
        ${now.weekStart}, ${rule}
      WHERE (${Number(recurs)} = 1 OR EXISTS (SELECT 1 FROM goal_targets WHERE ${ofGoal}))
        AND NOT EXISTS (
          SELECT 1
          FROM (
            SELECT kind, target_minutes, week_start, rule
            FROM goal_targets
            WHERE ${ofGoal}
            ORDER BY from_date DESC
            LIMIT 1)
          WHERE target_minutes IS ${target_minutes} AND rule IS ${rule}
            AND (${Number(recurs)} = 0 OR kind = ${kind}
              AND (NOT ${isWeekly} OR week_start = ${now.weekStart})))
      ON CONFLICT (user_id, goal_id, from_date) DO UPDATE SET ${taken}`,
  ]
}

/** Sets the rule of a new goal from its first period on, which may be in the past. */
export const saveFirstTarget = (
  db: D1Database,
  userId: string,
  id: string,
  goal: Recurring & Pick<GoalRow, 'start_date'>,
  now: LocalNow,
) => {
  const rule = ruleOf(goal)
  if (rule === null || !isOpenGoal(goal.status)) return []
  const first = goal.start_date !== null && goal.start_date < now.latestDay ? goal.start_date : now.latestDay
  const { from } = calendarPeriod(rule.period, first, now.weekStart)
  const columns = columnsOfRule(rule)
  return [
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start, rule)
      VALUES (${userId}, ${id}, ${from}, ${columns.kind}, ${columns.target_minutes}, ${now.weekStart}, ${columns.rule})`,
  ]
}

/** Makes weeks begin on `now.weekStart` from the current week on, for one or all open goals with weekly periods. */
export const saveWeekStart = (
  db: D1Database,
  userId: string,
  now: Pick<LocalNow, 'latestDay' | 'weekStart'>,
  id: string | null = null,
) =>
  sql(db)`
    INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start, rule)
    SELECT user_id, goal_id, ${now.latestDay}, kind, target_minutes, ${now.weekStart}, rule
    FROM goal_targets AS latest
    WHERE user_id = ${userId} AND ${isWeekly} AND week_start <> ${now.weekStart} AND (${id} IS NULL OR goal_id = ${id})
      AND from_date = (
        SELECT max(from_date) FROM goal_targets
        WHERE user_id = latest.user_id AND goal_id = latest.goal_id)
      AND goal_id IN (
        SELECT id FROM goals
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress'))
    ON CONFLICT (user_id, goal_id, from_date) DO UPDATE SET ${taken}`

/**
 * Stores the parents that goals had until yesterday, for ended periods. Must come before the write that moves, deletes
 * or restores the goals. @param ids SELECT of their ids @param next new parent: null or SQL on the goal's row
 */
export const keepFormerParents = (
  db: D1Database,
  userId: string,
  ids: SqlPart,
  next: string | SqlPart | null,
  { latestDay }: Pick<LocalNow, 'latestDay'>,
) => sql(db)`
  INSERT INTO goal_former_parents (user_id, goal_id, until_date, parent_id)
  SELECT user_id, id, ${addDays(latestDay, -1)}, iif(deleted_at IS NULL, parent_id, NULL)
  FROM goals
  WHERE user_id = ${userId} AND id IN (${ids}) AND iif(deleted_at IS NULL, parent_id, NULL) IS NOT ${next}
  ON CONFLICT (user_id, until_date, goal_id) DO NOTHING`

/** `keepFormerParents` of one goal. */
export const keepFormerParent = (
  db: D1Database,
  userId: string,
  id: string,
  next: string | SqlPart | null,
  now: LocalNow,
) => keepFormerParents(db, userId, part`SELECT ${id}`, next, now)

/** First day of a goal: its start, else the date of its creation. */
export const firstDay = (
  { start_date, created_on, created_at }: Pick<GoalRow, 'start_date' | 'created_on' | 'created_at'>,
  { zone }: LocalNow,
) => start_date ?? created_on ?? dayOf(created_at, zone)
