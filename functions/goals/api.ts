import type { Context } from 'hono'
import { invalidFields } from '../lib/api/request'
import { type App, localNow } from '../lib/env'
import { resourceApi } from '../lib/resource/api'
import { filingErrors } from '../lib/resource/filing'
import { resolveCategory } from './category-plan'
import { GoalFilter, GoalJson, goalBodies, goalJson } from './json'
import { goalsForApi } from './list'
import { milestonesApi } from './milestones/api'
import { type GoalWithProgress, measureGoals, readBasis, withProgress } from './progress/status'
import { canBePartOf, hasPlan } from './queries'
import { goal } from './resource'
import { type GoalValues, isRecurring, type ListedGoal, newGoalValues } from './schema'

type Progress = { percent: number; hasParts: boolean; milestones: number }

const currentProgress = async (c: Context<App>, { id }: ListedGoal): Promise<Progress> => {
  const { family, measureOf } = await measureGoals(c.env.DB, c.var.user.id, localNow(c.var.user))
  const hasParts = (family.parts.get(id) ?? []).some(({ status }) => status !== 'cancelled')
  return { percent: measureOf(id).percent, hasParts, milestones: family.byId.get(id)?.milestones ?? 0 }
}

/** Measured progress cannot be set: the input omits or repeats it. @param stored with the input's other values */
const percentageToStore = (
  stored: GoalValues,
  input: number | undefined,
  { percent, hasParts, milestones }: Progress,
) => {
  const isAutoManual = stored.progress_source === 'auto' && milestones === 0 && stored.target_minutes === null
  const isByHand = stored.progress_source === 'manual' || isAutoManual
  const isManual = isByHand && !isRecurring(stored) && !hasParts
  if (input !== undefined && (isManual || stored.status === 'completed')) return input
  if (input === undefined || input === percent) return stored.progress_percentage
  throw invalidFields({ progress_percentage: ['This goal’s progress is measured automatically. Leave this out'] })
}

/** `/api/v1/goals` */
export const goalsApi = resourceApi(goal, {
  aName: 'a goal',
  tag: 'Goals',
  schema: GoalJson,
  reads: async (c, id) => id !== '' && readBasis(c.env.DB, c.var.user.id, localNow(c.var.user)),
  json: async (goals, c) => {
    const isMeasured = (one: ListedGoal): one is GoalWithProgress => 'progress' in one
    const all = goals.every(isMeasured) ? goals : withProgress(c.env.DB, c.var.user.id, goals, localNow(c.var.user))
    return (await all).map(goalJson)
  },
  expect: (c, id, { parent_id, plan_id, organization_id, category }) => {
    const { DB } = c.env
    const { user } = c.var
    return Promise.all([
      parent_id && parent_id !== id ? canBePartOf(DB, user.id, id, parent_id) : null,
      plan_id ? hasPlan(DB, user.id, plan_id) : null,
      organization_id ? filingErrors(DB, user.id, { organization_id }, null) : null,
      category === undefined ? null : resolveCategory(DB, user.id, category),
    ])
  },
  ...goalBodies,
  filter: GoalFilter,
  list: (db, userId, filter, limit, c) => goalsForApi(db, userId, filter, limit, localNow(c.var.user)),
  prepare: async (c, values, before) => {
    const progress = before ? await currentProgress(c, before) : { percent: 0, hasParts: false, milestones: 0 }
    const { progress_percentage: input, ...others } = values
    const stored = { ...(before ?? newGoalValues), ...others }
    return { ...values, progress_percentage: percentageToStore(stored, input, progress) }
  },
}).route('/:id/milestones', milestonesApi)
