import { type GoalValues, newGoalValues } from '../../functions/goals/goals/schema'
import type { LocalNow } from '../../functions/lib/env'
import { addDays, isoWeekday, wallTime, type Zone } from '../../functions/lib/time/days'
import { seededRandom } from './random'

/** `start`: the moment when it was added. */
export type HistoryHabit = {
  id: string
  values: GoalValues
  start: LocalNow
  ticks: { id: string; date: string; at: number }[]
  skips: { date: string; reason: string }[]
}

type DemoHabit = {
  values: Partial<GoalValues> & { title: string }
  /** days since it was added */
  age: number
  /** chance of a tick by weekday, Monday first; without it, tracked time counts */
  chances?: number[]
  /** days ago on which it is skipped */
  ill?: number[]
}

const ticked = { progress_source: 'times', times_of: 'ticks' } as const

const habitsFor = (thesis: string): DemoHabit[] => [
  {
    values: { title: 'Meditate', ...ticked, period: 'day', target: 1 },
    age: 270,
    chances: [0.95, 0.95, 0.95, 0.95, 0.95, 0.8, 0.8],
    ill: [40, 41, 42],
  },
  {
    values: { title: 'Run', ...ticked, period: 'week', target: 3 },
    age: 180,
    chances: [0.2, 0.9, 0.1, 0.8, 0.1, 0.7, 0.8],
  },
  {
    values: {
      title: 'Write on weekdays',
      progress_source: 'time',
      period: 'day',
      target_minutes: 30,
      on_days: '12345',
      counts: JSON.stringify([`project:${thesis}`]),
    },
    age: 60,
  },
]

/** Habits with their ticks up to yesterday. */
export const habitsOn = (today: string, zone: Zone, projectIds: Map<string, string>): HistoryHabit[] => {
  const random = seededRandom(27)
  return habitsFor(projectIds.get('thesis') ?? '').map(({ values, age, chances, ill = [] }) => {
    const first = addDays(today, -age)
    const instant = wallTime(first, '08:00', zone)
    const ticks = Array.from({ length: age }, (_, index) => addDays(first, index)).flatMap((date, index) => {
      const isDone = random.chance(chances?.[isoWeekday(date) - 1] ?? 0) && !ill.includes(age - index)
      const at = wallTime(date, '21:00', zone)
      return isDone ? [{ id: random.id(at), date, at }] : []
    })
    return {
      id: random.id(instant),
      values: { ...newGoalValues, ...values, start_date: first },
      start: { instant, today: first, latestDay: first, zone, weekStart: 1, restDays: [] },
      ticks,
      skips: ill.map((ago) => ({ date: addDays(today, -ago), reason: 'ill' })),
    }
  })
}
