import type { Preferences } from '../../functions/lib/preferences'
import {
  addDays,
  dayLengthSeconds,
  dayOf,
  dayStart,
  isoWeekday,
  monthOf,
  monthStart,
  wallTime,
  weekStartOf,
} from '../../functions/lib/time/days'
import type { NewSession } from '../../functions/time/sessions/schema'
import { cardsOn } from './demo-cards'
import { checkInsOn } from './demo-energy'
import { feedbackOn } from './demo-feedback'
import { type DemoGoal, demoGoals } from './demo-goals'
import { habitsOn } from './demo-habits'
import { learningsOn } from './demo-learnings'
import { learnedAt, meetingsOn } from './demo-meetings'
import { organizationsOn } from './demo-organizations'
import { chunkOf, plansOn } from './demo-plans'
import { withPullRequests } from './demo-pull-requests'
import { draftsOn, reviewsOn } from './demo-reviews'
import { skillsOn } from './demo-skills'
import { withTasks } from './demo-tasks'
import { calls, demoProjects, notes, projectNames, type Work, type Workstream, weekSlots } from './demo-work'
import { workstreams } from './demo-workstreams'
import { type Random, seededRandom } from './random'
import type { History, HistoryGoal } from './write'

export const demoPreferences = {
  time_zone: 'Europe/Lisbon',
  rest_days: [7],
  daily_target_minutes: 300,
} satisfies Partial<Preferences>

const zone = { time_zone: demoPreferences.time_zone, day_start_minute: 0 }
const demoDays = 400
const minute = 60_000

/** A session before it has ids. Instants are epoch ms. */
type Planned = {
  started_at: number
  ended_at: number
  duration_seconds: number
  source: 'timer' | 'manual'
  workstream: Pick<Workstream, 'project' | 'goal' | 'tags'>
  title: string
  notes: string
}

/** Picks a title: later ones as the workstream's days pass, with some noise. An endless workstream picks any. */
const titleAt = ({ titles, from, to, endless }: Workstream, offset: number, { int, next }: Random) => {
  if (endless) return titles[int(0, titles.length - 1)] ?? ''
  const at = ((offset - from) / (to - from)) * titles.length + next() - 0.5
  return titles[Math.min(Math.max(Math.floor(at), 0), titles.length - 1)] ?? ''
}

const openWorkstreams = (work: Work, offset: number) =>
  workstreams.filter((workstream) => workstream.work === work && workstream.from <= offset && offset <= workstream.to)

/** Picks a workstream of this work on a day and its title, or null if none is open. */
const taskOf = (work: Work, offset: number, random: Random) => {
  const drawn = openWorkstreams(work, offset).flatMap((workstream) =>
    Array.from({ length: workstream.weight }, () => workstream),
  )
  const workstream = drawn[random.int(0, drawn.length - 1)]
  return workstream ? { workstream, title: titleAt(workstream, offset, random) } : null
}

/** Times of a session: typed in steps of five minutes, or of whole minutes, so that a row agrees with its own times. */
const timeOf = (from: number, minutes: number, { chance, int }: Random) => {
  const typed = chance(0.4)
  const started_at = typed ? from - (from % (5 * minute)) : from - (from % minute)
  const duration_seconds = typed ? Math.round(minutes / 5) * 300 : minutes * 60
  const idleSeconds = !typed && chance(0.06) ? int(2, 15) * 60 : 0
  return {
    source: typed ? ('manual' as const) : ('timer' as const),
    started_at,
    duration_seconds,
    ended_at: started_at + (duration_seconds + idleSeconds) * 1000,
  }
}

/** A phone call during the longest session of the day, so that the demo has overlaps. */
const callDuring = (day: Planned[], offset: number, random: Random): Planned[] => {
  const [call] = calls.filter((call) => call.from <= offset).toReversed()
  const [longest] = day.toSorted((a, b) => b.duration_seconds - a.duration_seconds)
  if (!call || !longest || longest.duration_seconds < 3600 || !random.chance(0.07)) return []
  const time = timeOf(longest.started_at + random.int(10, 35) * minute, random.int(8, 22), random)
  return [{ ...time, workstream: { project: call.project, tags: ['call'] }, title: call.title, notes: '' }]
}

type Day = { date: string; offset: number; always: boolean }

/** Plans a day's sessions: at least one if `always`. */
const planDay = ({ date, offset, always }: Day, random: Random): Planned[] => {
  const slots = weekSlots.filter(
    (slot) => slot.on.includes(isoWeekday(date)) && openWorkstreams(slot.work, offset).length > 0,
  )
  const taken = slots.filter((slot) => random.chance(slot.chance))
  const day: Planned[] = []
  for (const slot of taken.length === 0 && always ? slots.slice(0, 1) : taken) {
    const work = taskOf(slot.work, offset, random)
    if (!work) continue
    const wanted = wallTime(date, slot.at, zone) + random.int(-4, 5) * 5 * minute
    const earliest = (day.at(-1)?.ended_at ?? 0) + random.int(5, 15) * minute
    day.push({
      ...timeOf(Math.max(wanted, earliest), random.int(...slot.minutes), random),
      ...work,
      notes: random.chance(0.07) ? random.pick(notes[slot.work]) : '',
    })
  }
  return [...day, ...callDuring(day, offset, random)]
}

/** A night session through a clock change, to show that its duration is right. */
const clockChangeNight = (date: string, offset: number, random: Random): Planned[] => {
  const work = taskOf('thesis', offset, random)
  if (!work) return []
  return [
    { ...timeOf(wallTime(date, '23:20', zone), 195, random), ...work, notes: 'Forgot that the clocks change tonight.' },
  ]
}

/** At least something today, if the day is old enough: 40 minutes that have just ended. */
const justNow = (now: number, today: string, random: Random): Planned[] => {
  const time = timeOf(now - 55 * minute, 40, random)
  const work = taskOf('portuguese', 0, random)
  return work && time.started_at >= dayStart(today, zone) ? [{ ...time, ...work, notes: '' }] : []
}

const changesClock = (date: string) => dayLengthSeconds(date, zone) !== 86_400

/** Everything the demo person did, from about 400 days ago to now. */
const plan = (now: number, random: Random): Planned[] => {
  const today = dayOf(now, zone)
  // The day without work from which the present streak counts, as rest days do not end one.
  const dayBefore = isoWeekday(addDays(today, -13)) === 7 ? -14 : -13

  const isOff = (date: string, offset: number) => {
    if (offset >= dayBefore) return offset === dayBefore
    const monthDay = date.slice(5)
    const holiday = (monthDay >= '08-09' && monthDay <= '08-22') || monthDay >= '12-23' || monthDay <= '01-02'
    const ill = offset >= -68 && offset <= -64
    return (holiday && offset < -20) || ill || random.chance(0.05)
  }

  const days = Array.from({ length: demoDays + 1 }, (_, index) => index - demoDays).flatMap((offset) => {
    const date = addDays(today, offset)
    if (isOff(date, offset)) return []
    const always = offset > dayBefore && isoWeekday(date) !== 7
    const night = changesClock(addDays(date, 1)) ? clockChangeNight(date, offset, random) : []
    return [...planDay({ date, offset, always }, random), ...night]
  })
  const done = days.filter(
    (session) => session.ended_at <= now && dayOf(session.ended_at, zone) !== addDays(today, dayBefore),
  )
  const something = done.some((session) => dayOf(session.started_at, zone) === today)
  return something ? done : [...done, ...justNow(now, today, random)]
}

const goalOf = (goal: DemoGoal, ids: Map<string, string>, today: string): HistoryGoal => {
  const instant = (offset: number) => wallTime(addDays(today, offset), '09:00', zone)
  return {
    id: ids.get(goal.title) ?? '',
    parent_id: (goal.part_of && ids.get(goal.part_of)) ?? null,
    title: goal.title,
    description: goal.description ?? '',
    kind: goal.kind ?? 'open',
    category: goal.category,
    start_date: addDays(today, goal.start),
    target_date: goal.target === undefined ? null : addDays(today, goal.target),
    status: goal.status,
    progress_source: goal.source ?? 'manual',
    plan_id: goal.plan ?? null,
    progress_percentage: goal.status === 'completed' ? 100 : (goal.progress ?? 0),
    target_minutes: goal.hours === undefined ? null : goal.hours * 60,
    completed_at: goal.status === 'completed' ? instant(goal.done ?? 0) : null,
    created_at: instant(Math.min(goal.start, -2)),
    updated_at: instant(goal.done ?? -2),
  }
}

/** Targets of weekly and monthly goals, from their first period on. */
const targetsOf = ({ id, kind, target_minutes, start_date }: HistoryGoal): History['targets'] => {
  if (target_minutes === null || (kind !== 'weekly' && kind !== 'monthly')) return []
  const from_date = kind === 'weekly' ? weekStartOf(start_date, 1) : monthStart(monthOf(start_date))
  return [{ goal_id: id, from_date, kind, target_minutes }]
}

const milestonesOf = (goal: DemoGoal, goalId: string, today: string, random: Random): History['milestones'] =>
  (goal.milestones ?? []).map(({ description, target, done }, index) => {
    const made = wallTime(addDays(today, goal.start), '09:00', zone) + index * minute
    const completed_at = done === undefined ? null : wallTime(addDays(today, done), '17:30', zone)
    return {
      id: random.id(made),
      goal_id: goalId,
      description,
      target_date: target === undefined ? null : addDays(today, target),
      position: (index + 1) * 1024,
      completed_at,
      created_at: made,
      updated_at: completed_at ?? made,
    }
  })

/** The demo account's history up to `now` (epoch ms). Equal days give equal histories. */
export const demoHistory = (now: number): History => {
  const random = seededRandom(20)
  const today = dayOf(now, zone)
  const first = wallTime(addDays(today, -demoDays), '08:00', zone)
  const projectIds = new Map(Object.keys(demoProjects).map((name, index) => [name, random.id(first + index)]))
  const goalIds = new Map(demoGoals.map((goal, index) => [goal.title, random.id(first + index * minute)]))

  const session = ({ workstream, ...planned }: Planned): NewSession => ({
    ...planned,
    id: random.id(planned.started_at),
    project_id: projectIds.get(workstream.project) ?? null,
    goal_id: (workstream.goal && goalIds.get(workstream.goal)) ?? null,
    tags: workstream.tags.filter(() => random.chance(0.6)),
    ...chunkOf(workstream.goal, planned.title),
    ...zone,
    import_id: null,
    import_key: null,
  })

  const { organizations, people, detailsOf, ofGoal } = organizationsOn(today, zone)
  const goals = demoGoals.map((goal) => ({
    ...goalOf(goal, goalIds, today),
    organization_id: ofGoal(goal.title) ?? ofGoal(goal.part_of ?? ''),
  }))
  const milestones = demoGoals.flatMap((goal) =>
    milestonesOf(goal, goalIds.get(goal.title) ?? '', today, seededRandom(21)),
  )
  const projects = projectNames.map((name) => ({
    ...demoProjects[name],
    ...detailsOf(name),
    id: projectIds.get(name) ?? '',
    import_id: null,
  }))
  const organizationOf = new Map(projects.map(({ id, organization_id }) => [id, organization_id]))
  const { meetings, meetingSessions } = meetingsOn({ today, zone, projectIds, people, organizationOf })
  const { sessions, reviews } = withPullRequests(plan(now, random).map(session), seededRandom(22))
  const { tasks, sessions: worked } = withTasks(sessions, { now, zone, projectIds })
  return {
    organizations,
    people,
    projects,
    goals,
    habits: habitsOn(today, zone, projectIds),
    targets: goals.flatMap(targetsOf),
    milestones,
    plans: plansOn(today, zone).map(({ goalTitle, scheduler, ...planned }) => ({
      ...planned,
      links: {
        goal_id: goalIds.get(goalTitle) ?? null,
        project_id: projectIds.get('course') ?? null,
        scheduler,
        retention: 0.9,
      },
    })),
    cards: cardsOn(today, zone),
    learnings: learnedAt(learningsOn(today, zone, projectIds), meetings, zone),
    meetings,
    checkIns: checkInsOn(now, today, zone),
    skills: skillsOn(today, zone, projectIds),
    periodReviews: reviewsOn(today, zone),
    drafts: draftsOn(today, zone),
    reviews,
    ...feedbackOn(today, zone, people, meetings),
    tasks,
    sessions: [...worked, ...meetingSessions],
  }
}
