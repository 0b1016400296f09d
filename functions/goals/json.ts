import { z } from 'zod'
import { dateInput, Instant, idInput, orgInput, rowMembers } from '../lib/api/values'
import { bodiesOf } from '../lib/resource/members'
import type { GoalWithProgress } from './progress/status'
import {
  filing,
  GoalRow,
  goalCategory,
  goalFields,
  goalKind,
  goalPace,
  goalStatus,
  progressPercentage,
  progressSource,
  targetMinutes,
  titleLimit,
} from './schema'

const progressSources =
  '`auto`: milestones if there are any, else tracked time if there is a target time, else subgoals, else manual. `plan`: the completed chunks of the plan `plan_id` that are not skipped.'

export const GoalJson = GoalRow.omit({ created_on: true, completed_on: true })
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

export const goalJson = ({ progress, ...goal }: GoalWithProgress) => ({
  ...{ ...goal, ...filing.present(goal) },
  progress_percentage: progress.percent,
  pace: progress.lateness?.state ?? null,
  tracked_seconds: progress.seconds,
})

export const goalBodies = bodiesOf({
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
  q: z.string().trim().max(titleLimit).optional().meta({ description: 'Matches the title or the description.' }),
}
