import { z } from 'zod'
import { goalKind, periodUnit } from '../../goals/goals/fields'
import type { ReviewFigures } from './figures'
import { reviewKind, reviewPeriod } from './schema'

const { create, patch } = reviewKind.bodies({
  create: { period: 'week', date: '2026-03-08', words: 'Shipped the import. Too many meetings on Tuesday.' },
  patch: { words: 'Shipped the import.' },
})
export const NewReviewBody = create
export const ReviewPatch = patch
  .omit({ period: true, date: true, organization_id: true })
  .meta({ id: 'PeriodReviewPatch', example: { words: 'Shipped the import.' } })

const dated = z.array(z.object({ id: z.string(), title: z.string(), date: z.iso.date() }))
const tasks = (description: string) =>
  z.array(z.object({ id: z.string(), title: z.string(), date: z.iso.date().nullable() })).meta({ description })

const GoalOutcomeJson = z.object({
  id: z.string(),
  title: z.string(),
  kind: goalKind.Row.shape.kind,
  from: z.iso.date(),
  to: z.iso.date(),
  seconds: z.int().meta({ description: 'Tracked time, for a goal of time; else 0.' }),
  target_seconds: z.int(),
  state: z.enum(['met', 'missed', 'open', 'skipped', 'off']),
  measure: z.enum(['time', 'times']),
  direction: goalKind.Row.shape.direction,
  period: periodUnit,
  reached: z.number().meta({ description: 'Seconds, or the number of times.' }),
  target: z.number(),
})

export const ReviewFiguresJson = z
  .object({
    period: reviewPeriod,
    from: z.iso.date(),
    to: z.iso.date(),
    total_seconds: z.int(),
    previous_seconds: z.int().meta({ description: 'Of the previous period; for the current one, of as many days.' }),
    target_seconds: z.int().nullable().meta({ description: 'Null under an organization: the target counts all time.' }),
    days: z.array(z.object({ date: z.iso.date(), total_seconds: z.int(), session_count: z.int() })),
    goal_periods: z.array(GoalOutcomeJson).meta({ description: 'Goal periods that end on these days.' }),
    goals_reached: dated,
    goals_missed: dated.meta({ description: 'Goals that missed their target date.' }),
    milestones_reached: z.array(
      z.object({ id: z.string(), title: z.string(), date: z.iso.date(), goal_id: z.string(), goal_title: z.string() }),
    ),
    tasks_done: tasks('With the day each was done.'),
    tasks_carried: tasks('Moved to a day after the period, with that day; null for someday.'),
    tasks_dropped: tasks('Cancelled, with the day.'),
    feedback: z.array(
      z.object({
        id: z.string(),
        content: z.string(),
        date: z.iso.date(),
        sentiment: z.enum(['positive', 'constructive', 'neutral']),
        person: z.string().nullable().meta({ description: 'Name of the person who gave it; null if none is named.' }),
      }),
    ),
    learnings: dated,
    skills: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        before: z.int().nullable().meta({ description: 'The level before; null without one.' }),
        after: z.int(),
      }),
    ),
    energy: z.object({
      checkins: z.int(),
      energy: z.number().nullable().meta({ description: 'The average from 1 to 5; null without check-ins.' }),
      engagement: z.number().nullable(),
    }),
    goals_without_time: dated.meta({ description: 'Goals with a time target that got no time, with the first day.' }),
    tasks_without_time: tasks(
      'Planned tasks with an estimate that were neither done nor worked on, with their planned day.',
    ),
  })
  .meta({ id: 'ReviewFigures' })

export const reviewFiguresJson = (figures: ReviewFigures): z.input<typeof ReviewFiguresJson> => {
  const { period, range, hours, goals, tasks, learnings, feedback, skills, energy, idle } = figures
  return {
    period,
    from: range.from,
    to: range.to,
    total_seconds: hours.total_seconds,
    previous_seconds: hours.before_seconds,
    target_seconds: hours.target_seconds,
    days: hours.days,
    goal_periods: goals.outcomes.map(({ id, title, rule, from, to, reached, state }) => ({
      id,
      title,
      from,
      to,
      reached,
      target: rule.target,
      period: rule.period,
      measure: rule.measure,
      direction: rule.direction,
      kind: rule.period === 'week' ? 'weekly' : rule.period === 'month' ? 'monthly' : 'open',
      seconds: rule.measure === 'time' ? reached : 0,
      target_seconds: rule.measure === 'time' ? rule.target : 0,
      state: state === 'uncounted' ? 'open' : state,
    })),
    goals_reached: goals.reached,
    goals_missed: goals.missed,
    milestones_reached: goals.milestones,
    tasks_done: tasks.done,
    tasks_carried: tasks.carried,
    tasks_dropped: tasks.dropped,
    feedback,
    learnings,
    skills: skills.map(({ id, name, before, after }) => ({ id, name, before, after })),
    energy: { checkins: energy.checkins, energy: energy.energy, engagement: energy.engagement },
    goals_without_time: idle.goals.map(({ id, title, from }) => ({ id, title, date: from })),
    tasks_without_time: idle.tasks,
  }
}
