import { addDays, daysBetween } from '../../functions/lib/time/days'
import type { Random } from './random'
import type { HistoryGoal, HistoryProject } from './write'

const goalsAYear = 30

/** open goals at the end, independent of the length of the history */
const openGoals = 12

/** `from` and `to` are the dates in which sessions may belong to the goal. */
export type PlannedGoal = HistoryGoal & { projectId: string; from: string; to: string }

const verbs = ['Write', 'Ship', 'Review', 'Prepare', 'Learn', 'Replace', 'Measure'] as const
const things = [
  'the search page',
  'the yearly report',
  'the import',
  'a workshop',
  'query planning',
  'the tests',
] as const
const categories = ['technical', 'technical', 'personal', 'soft_skill', 'hiring_readiness'] as const

const midday = (date: string) => Date.parse(`${date}T12:00:00Z`)

type Options = { years: number; first: string; today: string; projects: HistoryProject[]; random: Random }

/** Thirty goals a year. The last twelve are open (overdue, due soon or not started), the others have ended. */
export const heavyGoals = ({ years, first, today, projects, random }: Options): PlannedGoal[] => {
  const count = years * goalsAYear
  const days = daysBetween(first, today)
  const ended = count - openGoals
  const goals: PlannedGoal[] = []
  for (let index = 0; index < count; index += 1) {
    const open = index >= ended
    const length = random.int(14, 90)
    const start = open
      ? addDays(today, -random.int(3, 60))
      : addDays(first, Math.floor((index / ended) * Math.max(0, days - 100)))
    const target = open ? addDays(today, random.int(-10, 60)) : addDays(start, length)
    const end = addDays(start, Math.min(length + random.int(-7, 7), daysBetween(start, addDays(today, -1))))
    const status = open
      ? index % 3 === 0
        ? 'not_started'
        : 'in_progress'
      : random.chance(0.85)
        ? 'completed'
        : 'cancelled'
    const sibling = goals.at(-1)
    goals.push({
      id: random.id(midday(start)),
      parent_id: index % 5 === 1 && sibling && index !== ended ? sibling.id : null,
      title: `${random.pick(verbs)} ${random.pick(things)}`,
      description: random.chance(0.5) ? 'Agreed with the team; done when it is in use.' : '',
      kind: open && index % 4 === 1 ? 'weekly' : 'open',
      category: random.pick(categories),
      start_date: start,
      target_date: target,
      status,
      progress_source: open && index % 4 === 0 ? 'time' : 'manual',
      target_minutes: open && index % 4 === 0 ? 3_000 : open && index % 4 === 1 ? 120 : null,
      progress_percentage: status === 'completed' ? 100 : status === 'not_started' ? 0 : random.int(5, 90),
      completed_at: status === 'completed' ? midday(end) : null,
      created_at: midday(start),
      updated_at: midday(open ? start : end),
      projectId: projects[index % 6]?.id ?? '',
      from: status === 'not_started' ? addDays(today, 1) : start,
      to: open ? today : end,
    })
  }
  return goals
}
