import { newSeq, part, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import type { UndoWrites } from '../../lib/feature'
import { columnsToWrite, deleteRow, insertRow, restoreRow, setRows, updateRow } from '../../lib/resource/row-writes'
import { keepFormerParent, keepFormerParents, saveFirstTarget, saveTarget, saveWeekStart } from './progress/writes'
import { type GoalStatus, type GoalValues, newGoalValues } from './schema'

/** A completed goal is always at 100 percent. */
const percentage = (values: Pick<GoalValues, 'status' | 'progress_percentage'>) =>
  values.status === 'completed' ? 100 : values.progress_percentage

/** The plan of a goal, which only the source `plan` has. */
const planOf = ({ progress_source, plan_id }: Pick<GoalValues, 'progress_source' | 'plan_id'>) =>
  progress_source === 'plan' ? plan_id : null

const columnsOf = (values: GoalValues) => ({
  ...columnsToWrite(newGoalValues, values),
  plan_id: planOf(values),
  progress_percentage: percentage(values),
})

/** Guard: rolls the batch back unless the parent is a goal of the user that is not deleted. */
export const addGoal = (db: D1Database, userId: string, id: string, values: GoalValues, now: LocalNow) => {
  const isCompleted = values.status === 'completed'
  const completed = { completed_at: isCompleted ? now.instant : null, completed_on: isCompleted ? now.today : null }
  const columns = { ...columnsOf(values), ...completed, created_on: now.today }
  const hasParent = part`AND (${values.parent_id} IS NULL
        OR EXISTS (SELECT 1 FROM goals WHERE user_id = ${userId} AND id = ${values.parent_id} AND deleted_at IS NULL))`
  return [
    ...insertRow(db, 'goals', userId, id, columns, now.instant, hasParent),
    ...saveFirstTarget(db, userId, id, values, now),
  ]
}

/** SET clause of the completion's time and date. A goal that is completed already keeps them. */
const completionOf = (status: GoalStatus, { instant, today }: LocalNow) =>
  status === 'completed'
    ? { completed_at: part`coalesce(completed_at, ${instant})`, completed_on: part`coalesce(completed_on, ${today})` }
    : { completed_at: null, completed_on: null }

/** Guard: rolls the batch back if the goal has changed since `seq`, or its new parent was deleted or moved below it. */
export const updateGoal = (
  db: D1Database,
  userId: string,
  id: string,
  values: GoalValues & { seq: number },
  now: LocalNow,
  isForPast: boolean,
) => {
  const canBePart = part`
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
          SELECT id FROM above))`
  const columns = { ...columnsOf(values), ...completionOf(values.status, now) }
  return [
    keepFormerParent(db, userId, id, values.parent_id, now),
    ...updateRow(db, 'goals', userId, { id, seq: values.seq }, columns, now.instant, {}, canBePart),
    ...saveTarget(db, userId, id, values, now, isForPast),
  ]
}

export const setCategory = (db: D1Database, userId: string, ids: string[], category: string) => sql(db)`
  UPDATE goals
  SET category = ${category}, seq = ${newSeq(userId)}
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** Removes default categories. One that is still in use stays in the list. */
export const removeCategories = (db: D1Database, userId: string, categories: string[]) => sql(db)`
  INSERT INTO removed_categories (user_id, category, seq)
  SELECT ${userId}, value, ${newSeq(userId)}
  FROM json_each(${JSON.stringify(categories)})
  WHERE true
  ON CONFLICT (user_id, category) DO NOTHING`

/** Deletes a goal. Its subgoals keep its id as their parent, so that restoring it restores the tree. */
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

/** Deletes goals like `deleteGoal`. */
export const deleteGoals = (db: D1Database, userId: string, ids: string[], now: LocalNow) => [
  keepFormerParents(db, userId, part`SELECT value FROM json_each(${JSON.stringify(ids)})`, null, now),
  setRows(db, 'goals', userId, ids, { deleted_at: now.instant }, now.instant),
]

/** For goals that an Undo restores: the writes of `restoreGoal` besides the row itself. */
export const goalUndoWrites: UndoWrites = (db, userId, images, now) => {
  const deleted = part`SELECT present.id ${images} AND image.value ->> '$.is.deleted_at' IS NOT NULL`
  return {
    before: [keepFormerParents(db, userId, deleted, part`parent_id`, now)],
    after: [saveWeekStart(db, userId, now)],
  }
}
