import { addDays, dayOf } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { sql } from '../../lib/sql'
import { type GoalRow, isOpen, isRecurring } from '../schema'
import { calendarPeriod } from './periods'

type Recurring = Pick<GoalRow, 'kind' | 'target_minutes' | 'status'>

/**
 * Sets the target of a goal's periods from the current one on; earlier periods keep theirs. A goal that ended or no
 * longer recurs has no target from tomorrow on. Put after the write of the goal.
 */
export const saveTarget = (db: D1Database, userId: string, id: string, goal: Recurring, now: LocalNow) => {
  const recurs = isOpen(goal.status) && isRecurring(goal)
  const from = recurs ? calendarPeriod(goal.kind, now.today, now.weekStart).from : addDays(now.today, 1)
  return [
    sql(db)`DELETE FROM goal_targets WHERE user_id = ${userId} AND goal_id = ${id} AND from_date > ${from}`,
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
      SELECT ${userId}, ${id}, ${from}, ${goal.kind}, ${recurs ? goal.target_minutes : null}, ${now.weekStart}
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
          WHERE target_minutes IS ${recurs ? goal.target_minutes : null}
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
  const first = goal.start_date !== null && goal.start_date < now.today ? goal.start_date : now.today
  const from = calendarPeriod(goal.kind, first, now.weekStart).from
  return [
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
      VALUES (${userId}, ${id}, ${from}, ${goal.kind}, ${goal.target_minutes}, ${now.weekStart})`,
  ]
}

/** Lets the weeks of all open weekly goals begin on `now.weekStart`, from the current week on. */
export const saveWeekStart = (db: D1Database, userId: string, now: LocalNow) => {
  const from = calendarPeriod('weekly', now.today, now.weekStart).from
  return [
    sql(db)`
      DELETE FROM goal_targets
      WHERE user_id = ${userId} AND from_date > ${from}
        AND goal_id IN (
          SELECT id
          FROM goals INDEXED BY goals_by_status
          WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
            AND kind = 'weekly' AND target_minutes IS NOT NULL)`,
    sql(db)`
      INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start)
      SELECT user_id, id, ${from}, kind, target_minutes, ${now.weekStart}
      FROM goals INDEXED BY goals_by_status
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        AND kind = 'weekly' AND target_minutes IS NOT NULL
      ON CONFLICT (user_id, goal_id, from_date)
        DO UPDATE SET kind = excluded.kind, target_minutes = excluded.target_minutes, week_start = excluded.week_start`,
  ]
}

/** The start of a goal; without one, the day on which it was created. */
export const firstDay = ({ start_date, created_at }: Pick<GoalRow, 'start_date' | 'created_at'>, { zone }: LocalNow) =>
  start_date ?? dayOf(created_at, zone)
