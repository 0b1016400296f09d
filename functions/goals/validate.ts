import { canBePartOf } from './queries'
import type { GoalValues } from './schema'

type Errors = Partial<Record<keyof GoalValues, string[]>>

/**
 * Checks the rules that concern several fields or other goals. Gives the errors by field, or null.
 * @param id empty for a new goal
 * @param currentParent always allowed, even when it was deleted
 */
export const validateGoal = async (
  db: D1Database,
  userId: string,
  id: string,
  { start_date, target_date, parent_id, progress_source, target_minutes }: GoalValues,
  currentParent: string | null = null,
): Promise<Errors | null> => {
  const errors: Errors = {}
  if (start_date !== null && target_date !== null && target_date < start_date) {
    errors.target_date = ['The target date is before the start. Choose a later date or change the start.']
  }
  if (progress_source === 'time' && target_minutes === null) {
    errors.target_minutes = ['Progress from tracked time needs a target time, such as 60h. Or choose another source.']
  }
  if (parent_id !== null && parent_id !== currentParent) {
    if (parent_id === id) errors.parent_id = ['A goal can’t be its own subgoal. Choose another goal.']
    else if (!(await canBePartOf(db, userId, id, parent_id))) {
      errors.parent_id = ['That goal doesn’t exist or is a subgoal of this one. Choose another goal.']
    }
  }
  return Object.keys(errors).length > 0 ? errors : null
}
