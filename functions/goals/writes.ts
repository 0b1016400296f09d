import type { LocalNow } from '../lib/now'
import { presentOrganization } from '../lib/org'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { orStale, part, sql } from '../lib/sql'
import { keepFormerParent, saveFirstTarget, saveTarget, saveWeekStart } from './progress/writes'
import type { GoalRow, GoalStatus, GoalValues } from './schema'

/** A completed goal is always at 100 percent. */
const percentage = (values: Pick<GoalValues, 'status' | 'progress_percentage'>) =>
  values.status === 'completed' ? 100 : values.progress_percentage

/** Only the source `plan` has a plan. */
const planOf = ({ progress_source, plan_id }: Pick<GoalValues, 'progress_source' | 'plan_id'>) =>
  progress_source === 'plan' ? plan_id : null

/** Guard: rolls the batch back unless the parent is a goal of the user's that is not deleted. */
export const addGoal = (db: D1Database, userId: string, id: string, values: GoalValues, now: LocalNow) => [
  sql(db)`
    INSERT INTO goals (user_id, id, parent_id, title, description, kind, category, start_date, target_date, status,
      progress_source, plan_id, organization_id, progress_percentage, target_minutes, completed_at, created_on, completed_on, seq,
      created_at, updated_at)
    SELECT ${userId}, ${id}, ${values.parent_id}, ${values.title}, ${values.description}, ${values.kind},
      ${values.category}, ${values.start_date}, ${values.target_date}, ${values.status}, ${values.progress_source},
      ${planOf(values)}, ${presentOrganization(userId, values.organization_id)}, ${percentage(values)}, ${values.target_minutes}, ${values.status === 'completed' ? now.instant : null},
      ${now.today}, ${values.status === 'completed' ? now.today : null}, seq, ${now.instant}, ${now.instant}
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
  keepFormerParent(db, userId, id, values.parent_id, now),
  sql(db)`
    UPDATE goals
    SET title = ${values.title}, description = ${values.description}, kind = ${values.kind},
        category = ${values.category}, start_date = ${values.start_date}, target_date = ${values.target_date},
        status = ${values.status}, parent_id = ${values.parent_id}, progress_source = ${values.progress_source},
        plan_id = ${planOf(values)}, organization_id = ${values.organization_id}, progress_percentage = ${percentage(values)}, target_minutes = ${values.target_minutes},
        completed_at = iif(${values.status} = 'completed', coalesce(completed_at, ${now.instant}), NULL),
        completed_on = iif(${values.status} = 'completed', coalesce(completed_on, ${now.today}), NULL),
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

export const setCategory = (db: D1Database, userId: string, ids: string[], category: string) => sql(db)`
  UPDATE goals
  SET category = ${category}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** Offers one of everybody's categories no longer, unless a goal has it. */
export const removeCategories = (db: D1Database, userId: string, categories: string[]) => sql(db)`
  INSERT INTO removed_categories (user_id, category, seq)
  SELECT ${userId}, value, (SELECT seq FROM change_heads WHERE user_id = ${userId})
  FROM json_each(${JSON.stringify(categories)})
  WHERE true
  ON CONFLICT (user_id, category) DO NOTHING`

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
        completed_on = iif(${status} = 'completed', coalesce(completed_on, ${now.today}), NULL),
        progress_percentage = iif(${status} = 'completed', 100, coalesce(${progressPercentage}, progress_percentage)),
        updated_at = ${now.instant}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${goal.id} AND deleted_at IS NULL`,
  orStale(db),
  ...saveTarget(db, userId, goal.id, { ...goal, status }, now),
]

/** Deletes a goal. Its parts keep its id, so that they are its parts again when it is restored. */
export const deleteGoal = (db: D1Database, userId: string, id: string, now: LocalNow) => {
  const { statements, outdates } = deleteRow('goals', ['stats'])(db, userId, id, now.instant)
  return { statements: [keepFormerParent(db, userId, id, null, now), ...statements], outdates }
}

/** Restores a goal that was deleted in the last 30 days. */
export const restoreGoal = (db: D1Database, userId: string, id: string, now: LocalNow) => {
  const { statements, outdates } = restoreRow('goals', ['stats'])(db, userId, id, now.instant)
  const before = keepFormerParent(db, userId, id, part`parent_id`, now)
  return { statements: [before, ...statements, saveWeekStart(db, userId, now, id)], outdates }
}
