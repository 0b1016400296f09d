import { addedInContext } from '../context/added'
import { localNow } from '../lib/now'
import type { Resource } from '../lib/resource/resource'
import { resolveCategory } from './category-plan'
import { removedCategories } from './category-queries'
import { defaultCategory } from './labels'
import * as q from './queries'
import { type ListedGoal, type NewGoalValues, newGoalValues } from './schema'
import { validateGoal } from './validate'
import * as w from './writes'

/** True when an edit changes a field that the dashboard shows too. */
const changesFigures = (before: ListedGoal, { description, category, seq, ...shown }: ListedGoal) => {
  const fields = new Map<string, unknown>(Object.entries(before))
  return Object.entries(shown).some(([field, value]) => fields.get(field) !== value)
}

export const goal: Resource<ListedGoal, NewGoalValues> = {
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
      statements: w.addGoal(
        db,
        userId,
        id,
        { ...newGoalValues, ...addedInContext(c, values), category },
        localNow(c.var.user, now),
      ),
      outdates: ['stats'],
    }
  },
  update: async (db, userId, values, now, before, c) => {
    const isMoved = values.category !== before.category
    const category = isMoved ? await resolveCategory(db, userId, values.category) : values.category
    return {
      statements: w.updateGoal(db, userId, values.id, { ...values, category }, localNow(c.var.user, now)),
      outdates: changesFigures(before, values) ? ['stats'] : [],
    }
  },
  remove: (db, userId, id, now, c) => w.deleteGoal(db, userId, id, localNow(c.var.user, now)),
  restore: (db, userId, id, now, c) => w.restoreGoal(db, userId, id, localNow(c.var.user, now)),
  refused: { errors: { parent_id: ['Choose a goal from the list'] } },
}
