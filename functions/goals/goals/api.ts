import type { Context } from 'hono'
import { z } from 'zod'
import { invalidFields } from '../../lib/api/request'
import { dateInput, Instant, idInput, orgInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { type App, localNow } from '../../lib/env'
import { bodiesOf } from '../../lib/resource/members'
import { resourceApi } from '../../lib/resource/resource-api'
import { goalsForApi } from './list'
import { milestonesApi } from './milestones/api'
import { type GoalWithProgress, measureGoals, readBasis, withProgress } from './progress/status'
import { goal } from './resource'
import {
  filing,
  GoalRow,
  type GoalValues,
  goalCategory,
  goalFields,
  goalKind,
  goalPace,
  goalStatus,
  isRecurring,
  type ListedGoal,
  newGoalValues,
  progressPercentage,
  progressSource,
  targetMinutes,
} from './schema'

const progressSources =
  '`auto`: milestones if there are any, else tracked time if there is a target time, else subgoals, else manual. `plan`: the completed chunks of the plan `plan_id` that are not skipped.'

const GoalJson = GoalRow.omit({ created_on: true, completed_on: true })
  .extend({
    ...filing.presentMembers,
    parent_id: z.string().nullable().meta({ description: 'The parent goal; null if there is none.' }),
    start_date: z.iso.date().nullable(),
    target_date: z.iso.date().nullable(),
    progress_source: progressSource.meta({ description: progressSources }),
    plan_id: z.string().nullable().meta({
      description:
        'The plan that measures progress; null for other sources. One that was deleted keeps measuring as it was.',
    }),
    progress_percentage: z.int().min(0).max(100).meta({
      description: 'Measured from time, milestones, a plan or subgoals if there are any; otherwise as set manually.',
    }),
    completed_at: Instant.nullable(),
    ...rowMembers,
    pace: goalPace.nullable().meta({
      description: 'Null if the goal has ended, hasn’t started or has no target date.',
    }),
    tracked_seconds: z.int().meta({ description: 'All time tracked on it and its subgoals.' }),
  })
  .meta({ id: 'Goal' })

const goalJson = ({ progress, ...goal }: GoalWithProgress) => ({
  ...{ ...goal, ...filing.present(goal) },
  progress_percentage: progress.percent,
  pace: progress.lateness?.state ?? null,
  tracked_seconds: progress.seconds,
})

const goalBodies = bodiesOf({
  id: 'Goal',
  fields: {
    ...goalFields,
    ...filing.members,
    category: goalCategory.optional().meta({
      description: '`technical`, `soft_skill`, `hiring_readiness`, `personal`, a name of your own, or `none`.',
    }),
    progress_source: progressSource.optional().meta({ description: `${progressSources} The default for a new goal.` }),
    plan_id: idInput.nullable().optional().meta({
      description: 'One of your plans; required when progress comes from a plan.',
    }),
    parent_id: idInput.nullable().optional().meta({
      description: 'One of your goals that isn’t a subgoal of this one.',
    }),
    start_date: dateInput.nullable().optional(),
    target_date: dateInput.nullable().optional().meta({ description: 'Not before the start.' }),
    progress_percentage: progressPercentage.optional().meta({
      description:
        'Set manually. If progress is measured, only the current value is accepted; completed goals show 100.',
    }),
    target_minutes: targetMinutes.optional().meta({ description: 'Required when progress comes from tracked time.' }),
  },
  examples: { create: { title: 'Write the thesis' }, patch: { status: 'in_progress' } },
})

export const GoalFilter = {
  status: goalStatus.optional(),
  kind: goalKind.optional(),
  category: goalCategory.optional(),
  pace: goalPace.optional().meta({ description: 'Only open goals with this pace.' }),
  parent_id: idInput.optional().meta({ description: 'Only subgoals of this goal.' }),
  organization_id: idInput.optional().meta({ description: 'Of this organization.' }),
  org: orgInput,
  q: SearchFilter,
}

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
