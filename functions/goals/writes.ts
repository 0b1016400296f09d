import type { LocalNow } from '../lib/now'
import { orStale, sql } from '../lib/sql'
import { saveFirstTarget, saveTarget } from './progress/writes'
import type { GoalRow, GoalStatus, GoalValues } from './schema'

/** A completed goal is always at 100 percent. */
const percentage = (values: Pick<GoalValues, 'status' | 'progress_percentage'>) =>
  values.status === 'completed' ? 100 : values.progress_percentage

/** Guard: rolls the batch back unless the parent is a goal of the user's that is not deleted. */
export const addGoal = (db: D1Database, userId: string, id: string, values: GoalValues, now: LocalNow) => [
  sql(db)`
    INSERT INTO goals (user_id, id, parent_id, title, description, kind, category, start_date, target_date, status,
      progress_source, progress_percentage, target_minutes, completed_at, seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${values.parent_id}, ${values.title}, ${values.description}, ${values.kind},
      ${values.category}, ${values.start_date}, ${values.target_date}, ${values.status}, ${values.progress_source},
      ${percentage(values)}, ${values.target_minutes}, ${values.status === 'completed' ? now.instant : null}, seq,
      ${now.instant}, ${now.instant}
    FROM change_heads
    WHERE user_id = ${userId}
      AND (${values.parent_id} IS NULL
        OR EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${values.parent_id} AND deleted_at IS NULL))`,
  orStale(db),
  ...saveFirstTarget(db, userId, id, values, now),
]

/** Guard: rolls the batch back when the goal changed after `seq`, or its new parent was deleted or moved below it. */
export const updateGoal = (
  db: D1Database,
  userId: string,
  id: string,
  values: GoalValues & { seq: number },
  now: LocalNow,
) => [
  sql(db)`
    UPDATE goals
    SET title = ${values.title}, description = ${values.description}, kind = ${values.kind},
        category = ${values.category}, start_date = ${values.start_date}, target_date = ${values.target_date},
        status = ${values.status}, parent_id = ${values.parent_id}, progress_source = ${values.progress_source},
        progress_percentage = ${percentage(values)}, target_minutes = ${values.target_minutes},
        completed_at = iif(${values.status} = 'completed', coalesce(completed_at, ${now.instant}), NULL),
        updated_at = ${now.instant}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND seq = ${values.seq}
      AND (parent_id IS ${values.parent_id}
        OR ${values.parent_id} IS NULL
        OR EXISTS (
          SELECT 1 FROM goals AS parent
          WHERE parent.user_id = ${userId} AND parent.id = ${values.parent_id} AND parent.deleted_at IS NULL)
        AND ${id} NOT IN (
          WITH RECURSIVE above (id) AS (
            SELECT ${values.parent_id}
            UNION
            SELECT step.parent_id FROM above JOIN goals AS step ON step.user_id = ${userId} AND step.id = above.id
            WHERE step.parent_id IS NOT NULL)
          SELECT id FROM above))`,
  orStale(db),
  ...saveTarget(db, userId, id, values, now),
]

/** Guard: rolls the batch back when the goal changed after `seq`. */
export const setProgress = (
  db: D1Database,
  userId: string,
  id: string,
  values: Pick<GoalRow, 'progress_percentage' | 'seq'>,
  now: number,
) => [
  sql(db)`
    UPDATE goals
    SET progress_percentage = iif(status = 'completed', 100, ${values.progress_percentage}), updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND seq = ${values.seq}`,
  orStale(db),
]

/** Sets the status whatever it is now. `progressPercentage` null keeps the progress. */
export const setStatus = (
  db: D1Database,
  userId: string,
  goal: Pick<GoalRow, 'id' | 'kind' | 'target_minutes'>,
  status: GoalStatus,
  progressPercentage: number | null,
  now: LocalNow,
) => [
  sql(db)`
    UPDATE goals
    SET status = ${status}, completed_at = iif(${status} = 'completed', coalesce(completed_at, ${now.instant}), NULL),
        progress_percentage = iif(${status} = 'completed', 100, coalesce(${progressPercentage}, progress_percentage)),
        updated_at = ${now.instant}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${goal.id} AND deleted_at IS NULL`,
  orStale(db),
  ...saveTarget(db, userId, goal.id, { ...goal, status }, now),
]
