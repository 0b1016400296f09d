import { countsOf, filterIn, hasAppSubject, subjectsIn } from '../../ledger/goal-tree'
import { toStoredFilter } from '../../ledger/moved-subjects'
import { subjectLimit } from '../../ledger/subject'
import { knownSubjects } from '../../ledger/subject-choices'
import { localNow } from '../../lib/env'
import { partsOf } from '../../lib/filter'
import { filingErrors } from '../../lib/resource/filing'
import { withContextOrg } from '../../lib/resource/new-row-filing'
import type { Resource } from '../../lib/resource/resource'
import { resolveCategory } from './category-plan'
import { defaultCategory, removedCategories } from './labels'
import { emptyUnusedMeasures } from './measure-columns'
import { addMilestones } from './milestones/resource'
import { goalFullMessage, milestoneLimit, milestonesOf } from './milestones/schema'
import * as q from './queries'
import { canBePartOf, hasPlan } from './queries'
import {
  type EditedGoal,
  type GoalValues,
  type ListedGoal,
  minutesOfDay,
  type NewGoalValues,
  newGoalValues,
} from './schema'
import * as w from './writes'

type Errors = Partial<Record<keyof GoalValues | 'milestones', string[]>>

/**
 * Checks rules about several fields or other goals. Returns the errors by field, or null. @param id empty for a new
 * goal @param current its parent, plan and organization, which stay allowed even if deleted
 */
const validateGoal = async (
  db: D1Database,
  userId: string,
  id: string,
  values: GoalValues & Pick<EditedGoal, 'milestones'>,
  current: Pick<GoalValues, 'parent_id' | 'plan_id' | 'organization_id' | 'counts'> | null = null,
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
  if (values.period === 'day' && target_minutes !== null && target_minutes > minutesOfDay) {
    errors.target_minutes = ['A day has 24 hours: enter at most 24h, or choose a longer period']
  }
  if (progress_source === 'times' && !(values.target !== null && values.target > 0)) {
    errors.target = ['Enter how many times, such as 3']
  }
  if (progress_source === 'value' && (values.target === null || values.target === (values.start_value ?? 0))) {
    errors.target = ['Enter a number to reach that differs from the one at the start']
  }
  const counts = subjectsIn(values.counts)
  const added = counts.filter((subject) => !subjectsIn(current?.counts ?? null).includes(subject))
  const inApps = counts.filter(hasAppSubject).length
  if (inApps > 0 && (inApps < counts.length || partsOf(filterIn(values.counts)).all.length === 0))
    errors.counts = ['Choose either apps, or projects, tags and the like: together they would count time twice']
  if (counts.length > subjectLimit) errors.counts = [`A goal counts at most ${subjectLimit} things`]
  if (counts.includes(`goal:${id}`))
    errors.counts = ['A goal already counts its own sessions: choose something else, or nothing']
  const newParent = parent_id !== null && parent_id !== current?.parent_id && parent_id !== id ? parent_id : null
  const newPlan = plan_id !== null && plan_id !== current?.plan_id ? plan_id : null
  const [isParentValid, isPlanValid, ofOrganization, present, known] = await Promise.all([
    newParent === null || canBePartOf(db, userId, id, newParent),
    newPlan === null || hasPlan(db, userId, newPlan),
    filingErrors(db, userId, { organization_id }, current),
    milestones.length > 0 && current ? milestonesOf(db, userId, id) : [],
    knownSubjects(db, userId, added),
  ])
  if (known.length < added.length) errors.counts = ['Choose again what counts: one of these no longer exists']
  Object.assign(errors, ofOrganization)
  if (present.length + milestones.length > milestoneLimit) errors.milestones = [goalFullMessage]
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

/** True if an edit changes a field that the dashboard shows. */
const changesFigures = (before: ListedGoal, { description, category, seq, for_past, ...shown }: EditedGoal) => {
  if (for_past) return true
  const fields = new Map<string, unknown>(Object.entries(before))
  return Object.entries(shown).some(([field, value]) => value !== undefined && fields.get(field) !== value)
}

/** All columns of a goal, ready to save. */
const complete = (values: NewGoalValues, before: ListedGoal | null = null) => {
  const base = before ?? newGoalValues
  const whole = { ...base, ...values }
  // Older clients do not know `period` and only set `kind`.
  const isOfKind = whole.kind !== base.kind && whole.period === base.period
  return emptyUnusedMeasures({ ...whole, ...(isOfKind && { period: null }) })
}

/** Goal values with the stored form of the filter. */
const storedCounts = async <V extends GoalValues>(db: D1Database, userId: string, values: V): Promise<V> => ({
  ...values,
  counts: values.counts && countsOf(await toStoredFilter(db, userId, filterIn(values.counts))),
})

export const goal: Resource<EditedGoal, NewGoalValues> = {
  name: 'goal',
  find: q.goal,
  validate: (db, userId, values, before) =>
    validateGoal(db, userId, before?.id ?? '', complete(values, before), before),
  insert: async (db, userId, id, values, now, c) => {
    const category =
      values.category === undefined
        ? defaultCategory(await removedCategories(db, userId))
        : await resolveCategory(db, userId, values.category)
    const added = await storedCounts(db, userId, complete({ ...withContextOrg(c, values), category }))
    return {
      statements: [
        ...w.addGoal(db, userId, id, added, localNow(c.var.user, now)),
        ...addMilestones(db, userId, id, values.milestones ?? [], now),
      ],
      outdates: ['stats'],
    }
  },
  update: async (db, userId, values, now, before, c) => {
    const isMoved = values.category !== before.category
    const category = isMoved ? await resolveCategory(db, userId, values.category) : values.category
    const edited = await storedCounts(db, userId, complete(values, before))
    return {
      statements: [
        ...w.updateGoal(
          ...([db, userId, values.id, { ...values, ...edited, category }] as const),
          localNow(c.var.user, now),
          Boolean(values.for_past),
        ),
        ...addMilestones(db, userId, values.id, values.milestones ?? [], now),
      ],
      outdates: changesFigures(before, values) ? ['stats'] : [],
    }
  },
  remove: (db, userId, id, now, c) => w.deleteGoal(db, userId, id, localNow(c.var.user, now)),
  restore: (db, userId, id, now, c) => w.restoreGoal(db, userId, id, localNow(c.var.user, now)),
  refused: { errors: { parent_id: ['Choose a goal from the list'] } },
}
