import type { Context } from 'hono'
import { z } from 'zod'
import { countsOf, filterIn, isOfApps, subjectsIn } from '../../ledger/goal-tree'
import { Counted, countedJson, countedText } from '../../ledger/subject'
import { invalidFields } from '../../lib/api/request'
import { dateInput, Instant, idInput, orgInput, rowMembers, SearchFilter } from '../../lib/api/values'
import { type App, localNow } from '../../lib/env'
import { filterText } from '../../lib/filter'
import { bodiesOf } from '../../lib/resource/members'
import { resourceApi } from '../../lib/resource/resource-api'
import { oneText } from '../../lib/text/text'
import { goalsForApi } from './list'
import { milestonesApi } from './milestones/api'
import { type GoalWithProgress, measureGoals, readBasis, withProgress } from './progress/status'
import { goal } from './resource'
import {
  direction,
  type EditedGoal,
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
  olderSource,
  per,
  periodOf,
  progressPercentage,
  progressSource,
  targetMinutes,
  targetOf,
  timesOf,
  unitLimit,
} from './schema'
import { ticksApi } from './ticks/api'

const progressSources =
  '`auto`: milestones if there are any, else tracked time if there is a target time, else subgoals, else manual. `plan`: the completed chunks of the plan `plan_id` that are not skipped.'

const counts = Counted.nullable().meta({
  description:
    'Subjects of which the goal counts all that is filed under any, such as `project:<id>`, `tag:#deep`, `client:=Acme`, `classification:learning`, `all`. Null for what names the goal.',
})
const apps = Counted.nullable().meta({
  description: 'Apps whose reported time it counts, as packages, or `category:<name>`. Null for tracked time.',
})
const onDays = z
  .array(z.int().min(1).max(7))
  .max(7)
  .nullable()
  .meta({ description: 'ISO weekdays that count; null for all.' })

const measure = z.enum(['time', 'times', 'milestones', 'plan', 'value', 'manual'], 'Choose how progress is measured')

/** Members for how a goal counts, of a body as of an answer. */
const countMembers = {
  measure: measure.meta({
    description: 'What progress is measured by; `progress_source` says the same to older clients.',
  }),
  times_of: timesOf.nullable().meta({ description: 'One time, for the measure `times`.' }),
  direction,
  period: per.meta({ description: '`once` for a goal that is reached once.' }),
  target: z.number().nullable().meta({ description: 'Seconds for time, else how many times, or the value to reach.' }),
  start_value: z.number().nullable().meta({ description: 'The value at the start.' }),
  unit: z.string().max(unitLimit).nullable(),
  on_days: onDays,
  day_seconds: z
    .int()
    .min(60)
    .max(86_400)
    .nullable()
    .meta({ description: 'The least time of a day that is one time.' }),
}

const GoalJson = GoalRow.omit({ created_on: true, completed_on: true })
  .extend({
    ...countMembers,
    counts,
    apps,
    reached: z.number().nullable().meta({ description: 'In the present period, or in all, in the unit of `target`.' }),
    missing: z.number().nullable().meta({ description: 'What is left to the target, or of what it allows.' }),
    needed_a_day: z
      .number()
      .nullable()
      .meta({ description: 'What is missing, on each of `days_left`; null where nothing is, or without an end.' }),
    days_left: z
      .int()
      .meta({ description: 'Days that count from today to the end of the period, or the target date.' }),
    ...filing.presentMembers,
    parent_id: z.string().nullable().meta({ description: 'The parent goal; null if there is none.' }),
    start_date: z.iso.date().nullable(),
    target_date: z.iso.date().nullable(),
    progress_source: olderSource.meta({ description: progressSources }),
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

/** Subjects of apps as `apps` has them. */
const appOf = (subject: string) => subject.replace(/^app-/, '').replace(/^app:/, '')
const subjectOfApp = (app: string) => (app.startsWith('category:') ? `app-${app}` : `app:${app}`)

/** The filter of a goal, of apps or of tracked time. */
const countedOf = (row: Pick<GoalRow, 'counts'>) => {
  if (row.counts === null) return { counts: null, apps: null }
  const counted = countedJson(filterIn(row.counts))
  if (!subjectsIn(row.counts).some(isOfApps)) return { counts: counted, apps: null }
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
    ...filing.present(row),
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
  } as const
}

/** Members of a body, as columns where these differ. */
const countInput = z
  .object({
    ...countMembers,
    counts: counts.transform((list) => countsOf(list ? countedText(list) : '')),
    apps: apps.transform((list) => {
      const of = (group: string[] = []) => group.map(subjectOfApp)
      return countsOf(list ? filterText({ all: [of(list.any_of), of(list.and_any_of)], none: of(list.not) }) : '')
    }),
    on_days: onDays.transform((days) => (days === null ? null : [...new Set(days)].sort().join('') || null)),
  })
  .partial()

type CountBody = Pick<z.output<typeof countInput>, 'measure' | 'target' | 'counts' | 'apps'>

/** A target of time. @param seconds @throws ProblemError 422 */
const minutesOf = (seconds: number) => {
  const { data, error } = targetMinutes.safeParse(Math.round(seconds / 60))
  if (error) throw invalidFields({ target: ['Enter the seconds of 1 minute or more'] })
  return data
}

/** The columns of the members that are no column of their own. */
const columnsOfCounts = ({ measure, target, counts, apps }: CountBody, before: GoalValues) => {
  const source = measure ?? before.progress_source
  const isGiven = counts !== undefined || apps !== undefined
  // Both together are refused (`validateGoal`).
  const given = counts && apps ? countsOf(oneText([counts, apps].flatMap(subjectsIn))) : (counts ?? apps ?? null)
  const isOfTime = source === 'time' || source === 'auto'
  return {
    ...(measure && { progress_source: measure }),
    ...(isGiven && { counts: given }),
    ...(target !== undefined &&
      isOfTime && { target: null, target_minutes: target === null ? null : minutesOf(target) }),
  }
}

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
    ...countInput.shape,
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
    const isMeasured = (one: EditedGoal): one is EditedGoal & GoalWithProgress => 'progress' in one
    const all = goals.every(isMeasured) ? goals : withProgress(c.env.DB, c.var.user.id, goals, localNow(c.var.user))
    return (await all).map(goalJson)
  },
  ...goalBodies,
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
