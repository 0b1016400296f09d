import type { Context } from 'hono'
import type { Shell } from '../../frame/shell/schema'
import { dueOf } from '../../goals/goals/labels'
import type { GoalWithProgress } from '../../goals/goals/progress/status'
import { latenessText, timeNeeded, todayText } from '../../goals/goals/progress/text'
import { readNeeds } from '../../goals/goals/today'
import { planPath as learningPlanPath } from '../../learning/plans/schema'
import { readActivity } from '../../ledger/sums'
import { awaitAll } from '../../lib/db/together'
import type { App } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { plural } from '../../lib/text/format'
import { intervalEnd } from '../../lib/time/hours'
import { scheduledTasks } from '../../tasks/tasks/focus/at-times'
import { backlogOf } from '../../tasks/tasks/focus/queries'
import type { ListedTask } from '../../tasks/tasks/schema'
import { type DayView, dayView, reviewTitle } from '../dashboard/day'
import { tasksThatCanWait } from '../dashboard/load'
import { freeSpans, secondsOf, type WorkSpan, workingHours } from '../dashboard/work'
import type { PlanView } from './schema'

/** A suggested task that one press adds. */
export type SuggestedTask = {
  id: string
  kind: 'goals' | 'plans' | 'cards' | 'meetings'
  title: string
  href: string
  /** Reason for the suggestion. */
  why: string
  /** Estimate in minutes; 0 without one. */
  minutes: number
  /** Form values of the new task, besides its estimate. */
  task: { title: string } & Record<string, string>
}

const minutesOf = (seconds: number) => Math.max(0, Math.round(seconds / 60))

/** True for a goal that suggests work. A limit does not. */
const asks = ({ progress: { basis } }: GoalWithProgress) =>
  basis.from !== 'period' || basis.period.rule.direction === 'at_least'

/** Reason to suggest a goal: `8 days overdue` or `2 weeks behind`, else the time due today, else `due in 3 days`. */
const goalReason = (goal: GoalWithProgress, today: string, isToday: boolean) => {
  const { lateness } = goal.progress
  const { text, tone } = dueOf(goal, { today })
  if (tone === 'bad') return text
  if (lateness?.state === 'behind') return latenessText(lateness, goal)
  return (isToday ? todayText(goal) : todayText(goal).replace(/ today$/, ' needed')) || text
}

const goalAsk = (goal: GoalWithProgress, { actual, isToday }: DayView): SuggestedTask => ({
  id: `goal-${goal.id}`,
  kind: 'goals',
  title: goal.title,
  href: pathTo`/goals/${goal.id}`,
  why: goalReason(goal, actual, isToday),
  minutes: minutesOf(timeNeeded(goal)),
  task: { title: goal.title, goal_id: goal.id },
})

/** Suggestions for the day, except existing tasks. */
const asksOf = (day: DayView, needs: GoalWithProgress[]): SuggestedTask[] => {
  const { todays, done } = day.tasks
  const tasks = [...todays, ...done]
  const goals = needs
    .filter((goal) => asks(goal) && !tasks.some(({ goal_id }) => goal_id === goal.id))
    .map((goal) => goalAsk(goal, day))
  const chunks = day.plans.map(
    (plan): SuggestedTask => ({
      id: `plan-${plan.id}`,
      kind: 'plans',
      title: plan.next_title ?? '',
      href: learningPlanPath(plan.id),
      why: plan.title,
      minutes: minutesOf((plan.next_minutes ?? 0) * 60 - plan.next_seconds),
      task: { title: plan.next_title ?? '', plan_id: plan.id },
    }),
  )
  const cards: SuggestedTask[] =
    day.cardsDue > 0
      ? [
          {
            id: 'cards',
            kind: 'cards',
            title: plural(day.cardsDue, 'card'),
            href: '/review',
            why: 'due for review',
            minutes: minutesOf(day.cardSeconds),
            task: { title: reviewTitle },
          },
        ]
      : []
  const meetings = day.meetings.ahead
    .filter(({ id }) => !tasks.some(({ source_id }) => source_id === id))
    .map(
      ({ id, title }): SuggestedTask => ({
        id: `meeting-${id}`,
        kind: 'meetings',
        title: `Prepare ${title}`,
        href: pathTo`/meetings/${id}`,
        why: 'a meeting of the day',
        minutes: 15,
        task: { title: `Prepare ${title}`, source_type: 'meeting', source_id: id },
      }),
    )
  return [...goals, ...chunks, ...cards, ...meetings]
}

/** The times of meetings and planned sessions. */
const bookedOf = ({ meetings, planned }: DayView): WorkSpan[] => [
  ...meetings.ahead.flatMap(({ times }) => times ?? []),
  ...planned.map((session) => ({ start: session.started_at, end: intervalEnd(session) })),
]

/** Times of meetings, planned sessions and tasks. */
export const busyOf = (day: DayView): WorkSpan[] => [
  ...bookedOf(day),
  ...scheduledTasks(day.tasks.todays, day.preferences).map(({ times }) => times),
]

/** Free working time without meetings and planned sessions, and by how much the tasks exceed it, in seconds. */
const fitOf = (day: DayView) => {
  const work = workingHours(day.today, day.preferences, day.now)
  const free = secondsOf(freeSpans(work, bookedOf(day)))
  const { neededSeconds: needed } = day
  const over = Math.max(0, needed - free)
  const taken = secondsOf(freeSpans(work)) - free
  return { free, taken, needed, over, late: tasksThatCanWait(day.tasks.todays, over) }
}

/** All data of the page that plans a day. */
export const readPlan = async (c: Context<App>, { date, step }: PlanView, now: number, shell: Promise<Shell>) => {
  const { user, org, orgTime: context } = c.var
  const { DB } = c.env
  const { day, goals, backlog } = await awaitAll({
    day: dayView(DB, user, { now, date, isTall: true, context, shell, activity: readActivity(DB, user.id) }),
    goals: readNeeds(c, now),
    backlog: step === 'asked' ? backlogOf(DB, user.id, org) : [],
  })
  // A task planned between today and the planned day is not left over.
  const left = day.tasks.overdue.filter((task) => (task.date ?? '') <= day.actual)
  const isAsked = (task: ListedTask) => day.tasks.due.some(({ id }) => id === task.id)
  return {
    date,
    step,
    day,
    left,
    asks: asksOf(day, goals.needs),
    fit: fitOf(day),
    /** Tasks without a date, except tasks listed as due on the day. */
    backlog: backlog.filter((task) => !isAsked(task)),
  }
}
export type PlanData = Awaited<ReturnType<typeof readPlan>>

/** Reads the data for closing today: completed and remaining tasks. */
export const readClose = async (c: Context<App>, now: number, shell: Promise<Shell>) => {
  const { user, orgTime: context } = c.var
  const day = await dayView(c.env.DB, user, { now, context, shell, activity: readActivity(c.env.DB, user.id) })
  return { day, left: [...day.tasks.todays, ...day.tasks.overdue] }
}
export type CloseData = Awaited<ReturnType<typeof readClose>>
