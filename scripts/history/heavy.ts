import { nextColor } from '../../functions/filing/projects/queries'
import {
  addDays,
  dayOf,
  daysBetween,
  isoWeekday,
  wallTime,
  weekStartOf,
  type Zone,
} from '../../functions/lib/time/days'
import type { NewSession } from '../../functions/time/sessions/schema'
import { heavyGoals, type PlannedGoal } from './heavy-goals'
import { type Random, seededRandom } from './random'
import type { History, HistoryProject } from './write'

const sessionsAYear = 1500

const lisbon = 'Europe/Lisbon'
const minute = 60_000

/** Free every year: two weeks in August, ten days around New Year, a week in April. */
const isHoliday = (date: string) => {
  const monthDay = date.slice(5)
  return (
    (monthDay >= '08-08' && monthDay <= '08-21') ||
    monthDay >= '12-23' ||
    monthDay <= '01-01' ||
    (monthDay >= '04-10' && monthDay <= '04-16')
  )
}

/** The person is abroad for two weeks each October, so their days are in another zone. */
const zoneOn = (date: string): Zone => ({
  time_zone: date.slice(5) >= '10-05' && date.slice(5) <= '10-18' ? 'America/New_York' : lisbon,
  day_start_minute: 0,
})

/** Likelihood of sessions on a date; an average weekday has 1. */
const likelihood = (date: string, { next, chance }: Random) => {
  if (isHoliday(date) || chance(0.04)) return 0
  const weekday = isoWeekday(date)
  return (weekday === 7 ? 0.12 : weekday === 6 ? 0.4 : 1) * (0.6 + next() * 0.8)
}

/** Distributes `total` sessions over the dates by their likelihoods, at most 12 on one. */
const sessionsByDate = (dates: string[], total: number, random: Random) => {
  const chances = dates.map((date) => likelihood(date, random))
  const sum = chances.reduce((a, b) => a + b, 0)
  const counts = chances.map((chance) => Math.min(12, Math.floor((chance / sum) * total)))
  let missing = total - counts.reduce((a, b) => a + b, 0)
  while (missing > 0) {
    const at = random.int(0, dates.length - 1)
    if (chances[at] && (counts[at] ?? 0) < 12) {
      counts[at] = (counts[at] ?? 0) + 1
      missing -= 1
    }
  }
  return counts
}

type Slot = { started_at: number; duration_seconds: number; ended_at: number; zone: Zone }

/** One day's slots in sequence from the morning. A few overlap, and some last ones end after midnight. */
const slots = (date: string, count: number, { int, chance }: Random): Slot[] => {
  const zone = zoneOn(date)
  let at = wallTime(date, '08:00', zone) + int(-45, 60) * minute
  return Array.from({ length: count }, (_, index) => {
    const late = index === count - 1 && chance(0.05)
    if (late) at = wallTime(date, '22:40', zone) + int(0, 60) * minute
    const seconds = late ? int(75, 160) * 60 : chance(0.5) ? int(3, 18) * 300 : int(400, 5400)
    const idle = chance(0.05) ? int(60, 600) : 0
    const slot = { started_at: at, duration_seconds: seconds, ended_at: at + (seconds + idle) * 1000, zone }
    at = slot.ended_at + (chance(0.03) ? -int(5, 20) * minute : int(2, 25) * minute)
    at -= at % 1000
    return slot
  })
}

const titles = [
  'Draft the summary',
  'Review comments',
  'Fix the failing case',
  'Call about the schedule',
  'Read two papers',
  'Prepare the slides',
  'Refactor the parser',
  'Answer mail',
  'Plan the week',
  'Write the report',
  'Practise',
  '',
] as const
const tags = ['deep', 'call', 'reading', 'writing', 'planning', 'review'] as const

const goalsOn = (goals: PlannedGoal[], projectId: string, date: string) =>
  goals.filter((goal) => goal.projectId === projectId && goal.from <= date && date <= goal.to)

const session = (
  slot: Slot,
  date: string,
  goals: PlannedGoal[],
  projects: History['projects'],
  random: Random,
): NewSession => {
  // Squaring favours the first projects, as real people do.
  const project = random.chance(0.08) ? null : projects[Math.floor(random.next() ** 2 * projects.length)]
  const [goal] = project && random.chance(0.7) ? goalsOn(goals, project.id, date) : []
  return {
    id: random.id(slot.started_at),
    source: slot.duration_seconds % 300 === 0 ? 'manual' : 'timer',
    project_id: project?.id ?? null,
    goal_id: goal?.id ?? null,
    title: random.pick(titles),
    notes: random.chance(0.08) ? 'Half of it is done; the rest needs an answer first.' : '',
    tags: random.chance(0.4) ? [random.pick(tags)] : [],
    started_at: slot.started_at,
    ended_at: slot.ended_at,
    duration_seconds: slot.duration_seconds,
    ...slot.zone,
    import_id: null,
    import_key: null,
  }
}

const weeklyTargets = (goals: PlannedGoal[]): History['targets'] =>
  goals.flatMap(({ id, kind, target_minutes, start_date }) =>
    kind === 'weekly' && target_minutes !== null
      ? [{ goal_id: id, from_date: weekStartOf(start_date, 1), kind, target_minutes }]
      : [],
  )

type Options = {
  /** 1 to 20 */
  years: number
  /** epoch ms; no session ends later */
  now: number
  seed?: number
}

const named = [
  ['Platform', 'Ferrow', 'work'],
  ['Research', '', 'learning'],
  ['Website', 'Ferrow', 'work'],
  ['Website', 'Oak & Reed', 'work'],
  ['Mobile app', 'Oak & Reed', 'work'],
  ['Audit', 'Marlow', 'work'],
  ['Administration', '', 'work'],
  ['Reading', '', 'learning'],
  ['Spanish', '', 'personal'],
  ['Workshop series', 'Marlow', 'work'],
] as const

/** Ten projects under three clients. `createdAt` is epoch ms. */
const heavyProjects = (random: Random, createdAt: number): HistoryProject[] =>
  named.map(([name, client, classification], index) => ({
    id: random.id(createdAt + index),
    name,
    client,
    classification,
    color: nextColor(index),
    import_id: null,
    status: index === named.length - 1 ? 'inactive' : 'active',
  }))

/** Years of tracked time up to `now`: 1,500 sessions and 30 goals a year, and ten projects. Equal options give equal data. */
export const heavyHistory = ({ years, now, seed = 1 }: Options): History => {
  const random = seededRandom(seed)
  const today = dayOf(now, zoneOn(new Date(now).toISOString().slice(0, 10)))
  const first = addDays(today, -Math.round(years * 365.25))
  const projects = heavyProjects(random, wallTime(first, '07:00', zoneOn(first)))
  const goals = heavyGoals({ years, first, today, projects, random })

  const todays = slots(today, 5, random).filter((slot) => slot.ended_at <= now)
  const dates = Array.from({ length: daysBetween(first, today) }, (_, index) => addDays(first, index))
  const counts = sessionsByDate(dates, years * sessionsAYear - todays.length, random)
  const earlier = dates.flatMap((date, index) =>
    slots(date, counts[index] ?? 0, random)
      .filter((slot) => slot.ended_at <= now)
      .map((slot) => session(slot, date, goals, projects, random)),
  )
  return {
    projects,
    goals: goals.map(({ projectId: _, from: __, to: ___, ...goal }) => goal),
    targets: weeklyTargets(goals),
    milestones: [],
    sessions: [...earlier, ...todays.map((slot) => session(slot, today, goals, projects, random))],
  }
}
