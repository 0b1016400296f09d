import { orStale, sql } from '../lib/sql'
import type { Now } from './due'
import { firstTarget, keepTarget } from './progress/writes'
import type { GoalRow, GoalStatus, GoalValues } from './schema'

/** The state of a goal follows from its status: a completed one stands at 100 percent. */
const progress = (values: Pick<GoalValues, 'status' | 'progress_percentage'>) =>
  values.status === 'completed' ? 100 : values.progress_percentage

/** Adds a goal; its parent must be the user's own and not deleted, or the batch is undone. */
export const addGoal = (db: D1Database, userId: string, id: string, values: GoalValues, now: Now) => [
  sql(db)`
    INSERT INTO goals (user_id, id, parent_id, title, description, kind, category, start_date, target_date, status,
      progress_source, progress_percentage, target_minutes, completed_at, seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${values.parent_id}, ${values.title}, ${values.description}, ${values.kind},
      ${values.category}, ${values.start_date}, ${values.target_date}, ${values.status}, ${values.progress_source},
      ${progress(values)}, ${values.target_minutes}, ${values.status === 'completed' ? now.instant : null}, seq,
      ${now.instant}, ${now.instant}
    FROM change_heads
    WHERE user_id = ${userId}
      AND (${values.parent_id} IS NULL
        OR EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${values.parent_id} AND deleted_at IS NULL))`,
  orStale(db),
  ...firstTarget(db, userId, id, values, now),
]

/**
 * Edits the goal as it was at `seq`. A goal that has moved on since undoes the batch, and so does a parent that has
 * been deleted or come to stand below the goal in the meantime.
 */
export const updateGoal = (
  db: D1Database,
  userId: string,
  id: string,
  values: GoalValues & { seq: number },
  now: Now,
) => [
  sql(db)`
    UPDATE goals
    SET title = ${values.title}, description = ${values.description}, kind = ${values.kind},
        category = ${values.category}, start_date = ${values.start_date}, target_date = ${values.target_date},
        status = ${values.status}, parent_id = ${values.parent_id}, progress_source = ${values.progress_source},
        progress_percentage = ${progress(values)}, target_minutes = ${values.target_minutes},
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
  ...keepTarget(db, userId, id, values, now),
]

/** Sets the progress by hand of the goal as it was at `seq`. */
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

/** Gives a goal another status, whatever it has now; `progressPercentage` null leaves its progress as it is. */
export const setStatus = (
  db: D1Database,
  userId: string,
  goal: Pick<GoalRow, 'id' | 'kind' | 'target_minutes'>,
  status: GoalStatus,
  progressPercentage: number | null,
  now: Now,
) => [
  sql(db)`
    UPDATE goals
    SET status = ${status}, completed_at = iif(${status} = 'completed', coalesce(completed_at, ${now.instant}), NULL),
        progress_percentage = iif(${status} = 'completed', 100, coalesce(${progressPercentage}, progress_percentage)),
        updated_at = ${now.instant}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${goal.id} AND deleted_at IS NULL`,
  orStale(db),
  ...keepTarget(db, userId, goal.id, { ...goal, status }, now),
]

/** Deletes a goal; its parts stay and keep its id, so that they are its parts again when it is restored. */
export const deleteGoal = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE goals SET deleted_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]

export const restoreGoal = (db: D1Database, userId: string, id: string) => [
  sql(db)`
    UPDATE goals SET deleted_at = NULL, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`,
  orStale(db),
]
