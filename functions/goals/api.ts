import type { Context } from 'hono'
import { z } from 'zod'
import { listQuery } from '../lib/api/list'
import { invalidFields } from '../lib/api/request'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { allOrgs } from '../lib/org'
import { resourceApi } from '../lib/resource/api'
import { filingErrors } from '../lib/resource/filing'
import { part } from '../lib/sql'
import { resolveCategory } from './category-plan'
import { GoalFilter, GoalJson, goalBodies, goalJson } from './json'
import { goalsByPace } from './list'
import { milestonesApi } from './milestones/api'
import { measureGoals, type ProgressBasis, readBasis, withProgress } from './progress/status'
import { canBePartOf, hasPlan, idsOfGoals, goals as readGoals } from './queries'
import { goal } from './resource'
import { type GoalValues, isRecurring, type ListedGoal, newGoalValues } from './schema'

const ListQuery = z.object({ ...listQuery, ...GoalFilter })

type Progress = { percent: number; hasParts: boolean; milestones: number }

const currentProgress = async (c: Context<App>, { id }: ListedGoal): Promise<Progress> => {
  const { family, measureOf } = await measureGoals(c.env.DB, c.var.user.id, [id], localNow(c.var.user))
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

const bases = new WeakMap<Request, Promise<ProgressBasis>>()

/** Reads what the progress of a listed page of goals needs beside the page; not that of a pace, which is itself computed. */
const startBasis = async (c: Context<App>) => {
  if (c.req.method !== 'GET') return
  const { limit, pace, cursor: below, org = allOrgs, q: text, ...filter } = ListQuery.parse(c.req.query())
  if (pace) return
  const { user } = c.var
  const idsOf = (which?: { targeted: boolean }) =>
    part`SELECT id FROM (${idsOfGoals(user.id, org, { ...filter, text, below, ...which }, limit)})`
  const basis = readBasis(c.env.DB, user.id, idsOf(), localNow(user), { targeted: idsOf({ targeted: true }) })
  bases.set(c.req.raw, basis)
  return basis
}

/** `/api/v1/goals` */
export const goalsApi = resourceApi(goal, {
  aName: 'a goal',
  tag: 'Goals',
  schema: GoalJson,
  reads: (c, id) => (id === '' ? startBasis(c) : readBasis(c.env.DB, c.var.user.id, [id], localNow(c.var.user))),
  json: async (goals, c) => {
    const basis = await bases.get(c.req.raw)
    return (await withProgress(c.env.DB, c.var.user.id, goals, localNow(c.var.user), basis)).map(goalJson)
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
  list: (db, userId, { pace, q: text, ...others }, limit, c) => {
    const filter = { ...others, text }
    if (pace) return goalsByPace(db, userId, pace, filter, limit, localNow(c.var.user))
    return readGoals(db, userId, filter, limit)
  },
  prepare: async (c, values, before) => {
    const progress = before ? await currentProgress(c, before) : { percent: 0, hasParts: false, milestones: 0 }
    const { progress_percentage: input, ...others } = values
    const stored = { ...(before ?? newGoalValues), ...others }
    return { ...values, progress_percentage: percentageToStore(stored, input, progress) }
  },
}).route('/:id/milestones', milestonesApi)
