import type { Context } from 'hono'
import { z } from 'zod'
import { countsOf, filterIn, hasAppSubject, subjectsIn } from '../../ledger/goal-tree'
import { countedJson } from '../../ledger/subject'
import { fieldsProblem } from '../../lib/api/request'
import { idInput, orgInput, SearchFilter } from '../../lib/api/values'
import { type App, localNow } from '../../lib/env'
import { filterText } from '../../lib/filter'
import { resourceApi } from '../../lib/resource/resource-api'
import { encodeTexts } from '../../lib/text/text'
import { appsJson, goalCategory, goalKind, goalPace, goalStatus, measure, targetMinutes } from './fields'
import { goalsForApi } from './list'
import { milestonesApi } from './milestones/api'
import { type GoalWithProgress, measureGoals, readBasis, withProgress } from './progress/status'
import { goal } from './resource'
import {
  type EditedGoal,
  GoalRow,
  type GoalValues,
  isHabit,
  isRecurring,
  type ListedGoal,
  newGoalValues,
  periodOf,
  targetOf,
} from './schema'
import { ticksApi } from './ticks/api'

/** Converts a subject of an app to its form in the API's `apps`. */
const appOf = (subject: string) => subject.replace(/^app-/, '').replace(/^app:/, '')
const subjectOfApp = (app: string) => (app.startsWith('category:') ? `app-${app}` : `app:${app}`)

/** The filter of a goal for the API: of apps or of tracked time, null for both without a filter. */
const countedOf = (row: Pick<GoalRow, 'counts'>) => {
  if (row.counts === null) return { counts: null, apps: null }
  const counted = countedJson(filterIn(row.counts))
  if (!subjectsIn(row.counts).some(hasAppSubject)) return { counts: counted, apps: null }
  const { any_of, and_any_of, not } = counted
  return {
    counts: null,
    apps: {
      any_of: any_of.map(appOf),
      ...(and_any_of && { and_any_of: and_any_of.map(appOf) }),
      ...(not && { not: not.map(appOf) }),
    },
  }
}

const measureOf = ({ progress, progress_source: source }: GoalWithProgress): z.infer<typeof measure> => {
  const { from } = progress.basis
  if (source !== 'auto' && from !== 'period') return source
  if (from === 'period' || from === 'time') return source === 'times' ? 'times' : 'time'
  return from === 'milestones' ? 'milestones' : 'manual'
}

const reachedOf = ({ progress: { basis, seconds } }: GoalWithProgress) => {
  if (basis.from === 'period') return basis.period.reached
  if (basis.from === 'times') return basis.reached
  if (basis.from === 'time') return seconds
  return basis.from === 'value' ? basis.now : null
}

const goalJson = (goal: GoalWithProgress) => {
  const { progress, ...row } = goal
  return {
    ...row,
    progress_source: row.progress_source === 'times' || row.progress_source === 'value' ? 'auto' : row.progress_source,
    progress_percentage: progress.percent,
    pace: progress.lateness?.state ?? null,
    tracked_seconds: progress.seconds,
    measure: measureOf(goal),
    ...countedOf(row),
    period: periodOf(row) ?? ('once' as const),
    target: row.progress_source === 'value' ? row.target : targetOf(row),
    on_days: row.on_days === null ? null : [...row.on_days].map(Number),
    reached: reachedOf(goal),
    missing: progress.pace?.left ?? null,
    needed_a_day: progress.pace?.needs ?? null,
    days_left: progress.pace?.days ?? 0,
    is_habit: isHabit(row),
  } as const
}

/** Members of the request body that are not columns. */
const countInput = {
  measure: measure.optional(),
  apps: appsJson
    .transform((list) => {
      const of = (group: string[] = []) => group.map(subjectOfApp)
      return countsOf(list ? filterText({ all: [of(list.any_of), of(list.and_any_of)], none: of(list.not) }) : '')
    })
    .optional(),
}

type CountBody = z.output<z.ZodObject<typeof countInput>> & Partial<Pick<GoalValues, 'target' | 'counts'>>

/** Target minutes from seconds. @throws ProblemError 422 */
const minutesOf = (seconds: number) => {
  const { data, error } = targetMinutes.safeParse(Math.round(seconds / 60))
  if (error) throw fieldsProblem({ target: ['Enter the seconds of 1 minute or more'] })
  return data
}

/** Columns for the members of a body that are not columns. */
const columnsOfCounts = ({ measure, target, counts, apps }: CountBody, before: GoalValues) => {
  const source = measure ?? before.progress_source
  const isGiven = counts !== undefined || apps !== undefined
  // `validateGoal` refuses both together.
  const given = counts && apps ? countsOf(encodeTexts([counts, apps].flatMap(subjectsIn))) : (counts ?? apps ?? null)
  const isOfTime = source === 'time' || source === 'auto'
  return {
    ...(measure && { progress_source: measure }),
    ...(isGiven && { counts: given }),
    ...(target !== undefined &&
      isOfTime && { target: null, target_minutes: target === null ? null : minutesOf(target) }),
  }
}

export const GoalFilter = {
  status: goalStatus.optional(),
  kind: GoalRow.shape.kind.optional(),
  category: goalCategory.optional(),
  pace: goalPace.optional().meta({ description: 'Only open goals with this pace.' }),
  habit: z.literal('1').optional().meta({ description: '`1` for habits only.' }),
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

/** Percentage to store. The input must omit or repeat measured progress. @param stored with the other input */
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
  throw fieldsProblem({ progress_percentage: ['This goal’s progress is measured automatically. Leave this out'] })
}

/** `/api/v1/goals` */
export const goalsApi = resourceApi(goal, {
  aName: 'a goal',
  tag: 'Goals',
  schema: goalKind.Json,
  reads: async (c, id) => id !== '' && readBasis(c.env.DB, c.var.user.id, localNow(c.var.user)),
  json: async (goals, c) => {
    const isMeasured = (one: EditedGoal): one is EditedGoal & GoalWithProgress => 'progress' in one
    const all = goals.every(isMeasured) ? goals : withProgress(c.env.DB, c.var.user.id, goals, localNow(c.var.user))
    return goalKind.jsonsOf((await all).map(goalJson))
  },
  ...goalKind.bodies(
    { create: { title: 'Write the thesis' }, patch: { status: 'in_progress' } },
    countInput,
    countInput,
  ),
  filter: GoalFilter,
  list: (db, userId, filter, limit, c) => goalsForApi(db, userId, filter, limit, localNow(c.var.user)),
  prepare: async (c, values, before) => {
    const progress = before ? await currentProgress(c, before) : { percent: 0, hasParts: false, milestones: 0 }
    const { progress_percentage: input, ...others } = values
    const base = before ?? newGoalValues
    const columns = columnsOfCounts(others, base)
    const stored = { ...base, ...others, ...columns }
    return { ...values, ...columns, progress_percentage: percentageToStore(stored, input, progress) }
  },
})
  .route('/:id/milestones', milestonesApi)
  .route('/', ticksApi)
