import { addDays, dayOf, wallTime, type Zone } from '../../functions/lib/time/days'
import { seededRandom } from './random'
import { type HistoryTask, positioned } from './tasks'

const zone: Zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }

const tasksAYear = 2_000

/** Each share of the last days’ tasks is still open. */
const openShares = [
  { days: 1, share: 1 },
  { days: 15, share: 0.2 },
] as const

const titles = ['Answer mail', 'Call the bank', 'Draft the summary', 'Plan the week', 'Review comments'] as const

/** Tasks of years up to two weeks from now, most of them done; some hundred are for someday. @param now epoch ms */
export const heavyTasks = (years: number, now: number): HistoryTask[] => {
  const random = seededRandom(31)
  const today = dayOf(now, zone)
  const days = 365 * years
  const count = tasksAYear * years
  const tasks = Array.from({ length: count }, (_, index) => {
    const ago = days - Math.floor((index / count) * (days + 14))
    const isSomeday = random.chance(0.01)
    const date = addDays(today, -ago)
    const { share = 0 } = openShares.find((one) => ago < one.days) ?? {}
    const isOpen = isSomeday || random.chance(share)
    const at = wallTime(date, '09:00', zone)
    return {
      id: random.id(at + index),
      title: `${random.pick(titles)} ${index}`,
      priority: random.pick(['high', 'medium', 'medium', 'low'] as const),
      status: isOpen ? ('todo' as const) : ('done' as const),
      date: isSomeday ? null : date,
      estimated_minutes: random.chance(0.7) ? random.int(1, 12) * 15 : null,
      goal_id: null,
      project_id: null,
      repeat: 'none' as const,
      repeat_from: null,
      repeats: null,
      completed_at: isOpen ? null : at,
      completed_on: isOpen ? null : date,
      created_at: at,
    }
  })
  return positioned(tasks)
}
