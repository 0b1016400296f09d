import { part, type SqlPart, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import { addDays, dayOf } from '../../../lib/time/days'
import { type GoalRow, isOpen, isRecurring } from '../schema'
import { calendarPeriod } from './periods'

type Period = Pick<LocalNow, 'latestDay' | 'weekStart'>

type Recurring = Pick<GoalRow, 'kind' | 'target_minutes' | 'status'>

/**
 * Sets the target of a goal's periods from the current one on; those that have ended stay as they are. A goal that ended
 * or no longer recurs has no target from tomorrow on. Put after the write of the goal.
 */
export const saveTarget = (db: D1Database, userId: string, id: string, goal: Recurring, now: LocalNow) => {
  const recurs = isOpen(goal.status) && isRecurring(goal)
  const target = recurs ? goal.target_minutes : null
  return [
    sql(db)`
      DELETE FROM goal_targets WHERE user_id = ${userId} AND goal_id = ${id} AND from_date > ${now.latestDay}`,
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
      SELECT ${userId}, ${id}, ${recurs ? now.latestDay : addDays(now.latestDay, 1)}, ${goal.kind}, ${target},
        ${now.weekStart}
      WHERE (${Number(recurs)} = 1
          OR EXISTS (SELECT 1 FROM goal_targets WHERE user_id = ${userId} AND goal_id = ${id}))
        AND NOT EXISTS (
          SELECT 1
          FROM (
            SELECT kind, target_minutes, week_start
            FROM goal_targets
            WHERE user_id = ${userId} AND goal_id = ${id}
            ORDER BY from_date DESC
            LIMIT 1)
          WHERE target_minutes IS ${target}
            AND (target_minutes IS NULL OR kind = ${goal.kind})
            AND (target_minutes IS NULL OR kind = 'monthly' OR week_start = ${now.weekStart}))
      ON CONFLICT (user_id, goal_id, from_date)
        DO UPDATE SET kind = excluded.kind, target_minutes = excluded.target_minutes, week_start = excluded.week_start`,
  ]
}

/** Sets the target of a new goal from its first period on, which can lie in the past. */
export const saveFirstTarget = (
  db: D1Database,
  userId: string,
  id: string,
  goal: Recurring & Pick<GoalRow, 'start_date'>,
  now: LocalNow,
) => {
  if (!isRecurring(goal) || !isOpen(goal.status)) return []
  const first = goal.start_date !== null && goal.start_date < now.latestDay ? goal.start_date : now.latestDay
  const from = calendarPeriod(goal.kind, first, now.weekStart).from
  return [
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
      VALUES (${userId}, ${id}, ${from}, ${goal.kind}, ${goal.target_minutes}, ${now.weekStart})`,
  ]
}

/** Lets the weeks of all open weekly goals, or of one, begin on `now.weekStart` from the current week on. */
export const saveWeekStart = (db: D1Database, userId: string, now: Period, id: string | null = null) => {
  return sql(db)`
    INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
    SELECT user_id, id, ${now.latestDay}, kind, target_minutes, ${now.weekStart}
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      AND kind = 'weekly' AND target_minutes IS NOT NULL AND (${id} IS NULL OR id = ${id})
      AND ${now.weekStart} IS NOT (
        SELECT week_start
        FROM goal_targets
        WHERE user_id = goals.user_id AND goal_id = goals.id
        ORDER BY from_date DESC
        LIMIT 1)
    ON CONFLICT (user_id, goal_id, from_date)
      DO UPDATE SET kind = excluded.kind, target_minutes = excluded.target_minutes, week_start = excluded.week_start`
}

/**
 * Keeps the parents that goals had until yesterday, for the periods that ended by then. Put before the write that moves,
 * deletes or restores them. @param ids SELECT of them @param next their new parent, an expression on their row or null
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

/** The start of a goal; without one, the day on which it was created. */
export const firstDay = (
  { start_date, created_on, created_at }: Pick<GoalRow, 'start_date' | 'created_on' | 'created_at'>,
  { zone }: LocalNow,
) => start_date ?? created_on ?? dayOf(created_at, zone)
