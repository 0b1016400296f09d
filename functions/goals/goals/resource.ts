import { localNow } from '../../lib/env'
import { filingErrors } from '../../lib/resource/filing'
import { addedInContext } from '../../lib/resource/new-row-filing'
import type { Resource } from '../../lib/resource/resource'
import { resolveCategory } from './category-plan'
import { defaultCategory, removedCategories } from './labels'
import { addMilestones } from './milestones/resource'
import { goalIsFull, milestoneLimit, milestonesOf } from './milestones/schema'
import * as q from './queries'
import { canBePartOf, hasPlan } from './queries'
import {
  type EditedGoal,
  type GoalValues,
  kindOfWay,
  type ListedGoal,
  type NewGoalValues,
  newGoalValues,
} from './schema'
import * as w from './writes'

type Errors = Partial<Record<keyof GoalValues | 'milestones', string[]>>

/**
 * Checks the rules that concern several fields or other goals. Gives the errors by field, or null.
 * @param id empty for a new goal
 * @param current its parent, plan and organization, which are always allowed, even when they were deleted
 */
const validateGoal = async (
  db: D1Database,
  userId: string,
  id: string,
  values: Omit<GoalValues, 'kind'> & Pick<EditedGoal, 'milestones'>,
  current: Pick<GoalValues, 'parent_id' | 'plan_id' | 'organization_id'> | null = null,
): Promise<Errors | null> => {
  const { start_date, target_date, parent_id, progress_source, plan_id, target_minutes, organization_id } = values
  const { milestones = [] } = values
  const errors: Errors = {}
  if (start_date !== null && target_date !== null && target_date < start_date) {
    errors.target_date = ['The target date is before the start. Choose a later date or change the start.']
  }
  if (progress_source === 'time' && target_minutes === null) {
    errors.target_minutes = ['Progress from tracked time needs a target time, such as 60h. Or choose another source.']
  }
  const newParent = parent_id !== null && parent_id !== current?.parent_id && parent_id !== id ? parent_id : null
  const newPlan = plan_id !== null && plan_id !== current?.plan_id ? plan_id : null
  const [isParentValid, isPlanValid, ofOrganization, present] = await Promise.all([
    newParent === null || canBePartOf(db, userId, id, newParent),
    newPlan === null || hasPlan(db, userId, newPlan),
    filingErrors(db, userId, { organization_id }, current),
    milestones.length > 0 && current ? milestonesOf(db, userId, id) : [],
  ])
  Object.assign(errors, ofOrganization)
  if (present.length + milestones.length > milestoneLimit) errors.milestones = [goalIsFull]
  if (parent_id === id && parent_id !== current?.parent_id) {
    errors.parent_id = ['A goal can’t be its own subgoal. Choose another goal.']
  } else if (!isParentValid) {
    errors.parent_id = ['That goal doesn’t exist or is a subgoal of this one. Choose another goal.']
  }
  if (!isPlanValid) errors.plan_id = ['Choose one of your plans']
  else if (progress_source === 'plan' && plan_id === null) errors.plan_id = ['Choose the plan that measures this goal']
  else if (progress_source !== 'plan' && newPlan !== null) {
    errors.progress_source = ['Choose Plan here, or no plan below']
  }
  return Object.keys(errors).length > 0 ? errors : null
}

/** True when an edit changes a field that the dashboard shows too. */
const changesFigures = (before: ListedGoal, { description, category, seq, ...shown }: EditedGoal) => {
  const fields = new Map<string, unknown>(Object.entries(before))
  return Object.entries(shown).some(([field, value]) => value !== undefined && fields.get(field) !== value)
}

export const goal: Resource<EditedGoal, NewGoalValues> = {
  name: 'goal',
  find: q.goal,
  validate: (db, userId, values, before) =>
    validateGoal(db, userId, before?.id ?? '', { ...newGoalValues, ...values }, before),
  insert: async (db, userId, id, values, now, c) => {
    const category =
      values.category === undefined
        ? defaultCategory(await removedCategories(db, userId))
        : await resolveCategory(db, userId, values.category)
    return {
      statements: [
        ...w.addGoal(
          db,
          userId,
          id,
          {
            ...newGoalValues,
            ...addedInContext(c, values),
            category,
            kind: kindOfWay(values.kind ?? newGoalValues.kind),
          },
          localNow(c.var.user, now),
        ),
        ...addMilestones(db, userId, id, values.milestones ?? [], now),
      ],
      outdates: ['stats'],
    }
  },
  update: async (db, userId, values, now, before, c) => {
    const isMoved = values.category !== before.category
    const category = isMoved ? await resolveCategory(db, userId, values.category) : values.category
    return {
      statements: [
        ...w.updateGoal(db, userId, values.id, { ...values, category }, localNow(c.var.user, now)),
        ...addMilestones(db, userId, values.id, values.milestones ?? [], now),
      ],
      outdates: changesFigures(before, values) ? ['stats'] : [],
    }
  },
  remove: (db, userId, id, now, c) => w.deleteGoal(db, userId, id, localNow(c.var.user, now)),
  restore: (db, userId, id, now, c) => w.restoreGoal(db, userId, id, localNow(c.var.user, now)),
  refused: { errors: { parent_id: ['Choose a goal from the list'] } },
}
