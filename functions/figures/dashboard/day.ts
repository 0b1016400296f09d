import type { Shell } from '../../frame/shell/schema'
import { nextChunks } from '../../learning/plans/queries'
import { averageReviewSeconds } from '../../learning/review/trail'
import { readDaySums as daysOf } from '../../ledger/facts'
import { daysWithin } from '../../ledger/range'
import { allTimeFilter, filterOfContext } from '../../ledger/resolve-subject'
import { addUp, type DaySum, noTime } from '../../ledger/schema'
import { freeDay } from '../../ledger/streaks'
import type { readActivity } from '../../ledger/sums'
import { awaitAll } from '../../lib/db/together'
import type { User } from '../../lib/env'
import { allOrgs, isInOrgTime, type OrgTime } from '../../lib/org'
import { timeOfMinute } from '../../lib/text/format'
import { addDays, datesBetween, dayOf, dayStart, type Range, wallTime, weekOf } from '../../lib/time/days'
import { secondsSince } from '../../lib/time/duration'
import { intervalEnd } from '../../lib/time/hours'
import { soonTextChangesAt } from '../../lib/time/soon'
import { isUsed, type UsedPart, uses } from '../../lib/uses'
import { isOver, type MeetingOfDay, meetingsWithin, unloggedMeetings } from '../../people/meetings/of-day'
import { scheduledTasks } from '../../tasks/tasks/focus/at-times'
import { tasksOfToday } from '../../tasks/tasks/focus/queries'
import type { ListedTask } from '../../tasks/tasks/schema'
import { plannedSeconds, secondsLeft } from '../../tasks/tasks/words'
import { plannedWithNames, sessionsOfDate } from '../../time/sessions/few-sessions'
import type { ListedSession } from '../../time/sessions/schema'
import { sessionTitle } from '../../time/sessions/title'
import { finishedRounds } from '../../time/timer/focus/queries'
import { addClockTimes, drawDay, roomSizes } from '../lanes/lane'
import { laneItems } from '../lanes/things'
import { compareLoad, type Load, tasksThatCanWait } from './load'
import { freeSpans, secondsOf, workingHours } from './work'

const planLimit = 4
const meetingLimit = 30

/** Title of a task that plans the review of due cards. */
export const reviewTitle = 'Review cards'

const noTasks = { todays: [], due: [], tomorrow: [], overdue: [], done: [], byId: new Map<string, ListedTask>() }
const noSessions = { sessions: [], names: new Map() }

type Given = {
  /** epoch ms */
  now: number
  /** The day to show, today or later; today by default. */
  date?: string
  /** True for the taller of the two clock sizes (clock.ts). */
  isTall?: boolean
  /** The context whose rows are shown; null for all. */
  context: OrgTime | null
  shell: Promise<Pick<Shell, 'timer' | 'cardsDue' | 'rest' | 'focus'>>
  activity: ReturnType<typeof readActivity>
}

/** Reads the data of one day, only for the parts of the app that the person uses. */
const readDay = (db: D1Database, user: User, { now, date, context, shell, activity }: Given) => {
  const today = date ?? dayOf(now, user.preferences)
  const org = context?.org ?? allOrgs
  const filter = context ? filterOfContext(context) : allTimeFilter
  const hasTime = isUsed(user, 'time')
  const hasLearning = isUsed(user, 'learning')
  const beside = {
    range: { from: today, to: addDays(today, 1) },
    today: dayOf(now, user.preferences),
    limit: meetingLimit,
  }
  return awaitAll({
    shell,
    activity,
    days: hasTime ? daysOf(db, user.id, filter, weekOf(today, user.preferences.week_start)) : [],
    tracked: hasTime ? sessionsOfDate(db, user.id, today, context) : noSessions,
    planned: hasTime && user.next_planned_at ? plannedWithNames(db, user.id, org) : noSessions,
    rounds: hasTime ? finishedRounds(db, user.id, { from: today, to: today }, filter) : [],
    tasks: isUsed(user, 'tasks') ? tasksOfToday(db, user.id, today, org) : noTasks,
    meetings: isUsed(user, 'journal') ? meetingsWithin(db, user.id, org, beside) : [],
    plans: hasLearning ? nextChunks(db, user.id, planLimit, org) : [],
    reviewSeconds: hasLearning ? averageReviewSeconds(db, user.id) : 0,
  })
}
type ReadDay = Awaited<ReturnType<typeof readDay>>

const dayOn = (days: DaySum[], date: string): DaySum => days.find((day) => day.date === date) ?? { date, ...noTime }

/** `from`: start of the day, `to`: its end, `end`: end of the next day; epoch ms. */
type DayOf = { today: string; now: number; from: number; to: number; end: number; isToday: boolean }

/** The context's timer and its task, and the timer's seconds today and in all. */
const runningOf = (timer: Shell['timer'], { byId }: ReadDay['tasks'], { from, now }: DayOf) => {
  const runs = timer && { started_at: timer.started_at, now }
  const runningTask = (timer?.task_id && byId.get(timer.task_id)) || null
  const runTotal = Math.max(0, secondsSince(runs, 0))
  return {
    timer,
    runningTask,
    runTotal,
    runToday: Math.max(0, secondsSince(runs, from)),
    taskSeconds: runningTask ? secondsLeft(runningTask, runTotal) : 0,
  }
}

/** Planned sessions that start between two instants (epoch ms), by their starts. */
const plannedWithin = (sessions: ListedSession[], from: number, to: number) =>
  sessions
    .filter((session) => session.started_at < to && intervalEnd(session) > from)
    .sort((a, b) => a.started_at - b.started_at)

/** Today's future and past meetings, and tomorrow's. */
const meetingsOfDays = (all: MeetingOfDay[], today: string, now: number) => {
  const todays = all.filter(({ date }) => date === today)
  return {
    ahead: todays.filter((meeting) => !isOver(meeting, { today, instant: now })),
    past: todays.filter((meeting) => isOver(meeting, { today, instant: now })),
    tomorrow: all.filter(({ date }) => date !== today),
  }
}

/** Seconds tracked in the week, and the number of its days with a target. */
const weekWith = (days: DaySum[], week: Range, free: Parameters<typeof freeDay>[1]) => ({
  range: week,
  seconds: addUp(daysWithin(days, week)).total_seconds,
  targetDays: datesBetween(week.from, week.to).filter((date) => !freeDay(date, free)).length,
})

const sumOf = <T>(rows: T[], seconds: (row: T) => number) => rows.reduce((sum, row) => sum + seconds(row), 0)

/** Rows of the day's list, without rows that another row replaces. */
const rowsOf = (read: ReadDay, ofPerson: Shell['timer'], runningTask: ListedTask | null, given: DayOf) => {
  const { today, now, from, to, end } = given
  const sessions = read.tracked.sessions.toReversed()
  const meetings = unloggedMeetings(read.meetings, [...sessions, ...(ofPerson ? [ofPerson] : [])])
  const isOther = (task: ListedTask) => task !== runningTask
  return {
    sessions,
    planned: plannedWithin(read.planned.sessions, from, to),
    plannedTomorrow: plannedWithin(read.planned.sessions, to, end),
    tasks: { ...read.tasks, todays: read.tasks.todays.filter(isOther), due: read.tasks.due.filter(isOther) },
    meetings: meetingsOfDays(meetings, today, now),
    // A task of a plan replaces the row of the plan's next chunk.
    plans: read.plans.filter((plan) => !read.tasks.todays.some(({ plan_id }) => plan_id === plan.id)),
    names: new Map([...read.planned.names, ...read.tracked.names]),
  }
}

/** The hours that are always drawn, in minutes since midnight. */
const usualHours = { from: 8 * 60, to: 20 * 60 }

/** Timeline of everything on the day that has a time, to scale. */
const clockOf = (
  { sessions, planned, names, meetings, tasks }: ReturnType<typeof rowsOf>,
  running: Shell['timer'],
  zone: User['preferences'],
  { today: date, now, isToday, isTall }: DayOf & Pick<Given, 'isTall'>,
) => {
  const met = [...meetings.ahead, ...meetings.past]
  const timed = scheduledTasks(tasks.todays, zone)
  const things = addClockTimes(
    date,
    laneItems(date, { sessions, planned, names, running, now, zone, meetings: met, tasks: timed }),
  )
  const present = isToday ? now : null
  const room = isTall ? roomSizes.tall : roomSizes.usual
  return drawDay(date, things, { present, zone: zone.time_zone, usual: usualHours, room })
}

/** Milliseconds before its start from which a row counts as next. */
const soon = 15 * 60_000

/** Times of rows that are upcoming or in progress, with the ids of these rows. */
const timesOf = ({ tasks, meetings, planned }: ReturnType<typeof rowsOf>, preferences: User['preferences']) => [
  ...scheduledTasks(tasks.todays, preferences).map(({ id, times }) => ({ id: `task-${id}`, ...times })),
  ...meetings.ahead.flatMap(({ id, times }) => (times ? { id: `meeting-${id}`, ...times } : [])),
  ...planned.map(({ id, started_at, ended_at }) => ({ id, start: started_at, end: ended_at })),
]

/** Id of the next row: the first timed row if it is due, else the first task without a time, else that timed row. */
const nextUp = ({ tasks }: ReturnType<typeof rowsOf>, times: ReturnType<typeof timesOf>, now: number) => {
  const untimed = tasks.todays.find(({ at }) => at === null)
  const [first] = times.toSorted((a, b) => a.start - b.start)
  if (first && first.start <= now + soon) return first.id
  return untimed ? `task-${untimed.id}` : (first?.id ?? null)
}

/** Minutes before the end of work from which a day can be closed; minute of the day until which it can be planned. */
const [closes, noon] = [60, 12 * 60]

/** The step that the time of day suggests: planning in the morning, closing in the evening, then planning tomorrow. */
const nextStep = ({ preferences }: User, today: string, now: number): 'plan' | 'close' | 'plan_tomorrow' | null => {
  const { work_end_minute, planned_on = '', closed_on = '' } = preferences
  const at = (minute: number) => wallTime(today, timeOfMinute(minute), preferences)
  if (now < at(noon)) return planned_on < today ? 'plan' : null
  if (now < at(Math.max(noon, work_end_minute - closes))) return null
  if (closed_on < today) return 'close'
  return planned_on <= today ? 'plan_tomorrow' : null
}

/** Data of the day's list, load, timeline and week. */
export const dayView = async (db: D1Database, user: User, given: Given) => {
  const { now, context } = given
  const { preferences } = user
  const read = await readDay(db, user, given)
  const used = Object.fromEntries(uses.map((use) => [use, isUsed(user, use)])) as Record<UsedPart, boolean>
  const today = dayOf(now, preferences)
  const { date = today } = given
  const isToday = date === today
  const startOf = (days: number) => dayStart(addDays(date, days), preferences)
  const of: DayOf = { today: date, now, from: startOf(0), to: startOf(1), end: startOf(2), isToday }

  const ofPerson = used.time && isToday ? read.shell.timer : null
  const running = runningOf(ofPerson && isInOrgTime(context, ofPerson) ? ofPerson : null, read.tasks, of)
  const { rest, focus } = read.shell
  const rows = rowsOf(read, ofPerson, running.runningTask, of)
  const times = timesOf(rows, preferences)
  // A task to review cards replaces the row of due cards.
  const hasReview = [...rows.tasks.todays, ...rows.tasks.done].some(({ title }) => title === reviewTitle)
  const cardsDue = used.learning && isToday && !hasReview ? read.shell.cardsDue : 0
  const cardSeconds = cardsDue * read.reviewSeconds
  const { todays, due } = rows.tasks
  const neededSeconds = plannedSeconds([...todays, ...due]) + running.taskSeconds + cardSeconds

  const free = { restDays: preferences.rest_days, daysOff: read.activity.daysOff }
  const hasTarget = context === null && freeDay(date, free) === undefined
  const day = dayOn(read.days, date)
  const hasHistory = context !== null || read.activity.firstDay !== null || running.timer !== null
  // Planning a later day marks this day as planned, too.
  const isPlanned = (preferences.planned_on ?? '') >= date
  const tracked = day.total_seconds + running.runToday
  const work = isPlanned ? tracked + secondsOf(freeSpans(workingHours(date, preferences, now))) : null
  const load: Load = {
    tracked: day.total_seconds,
    running: running.runToday,
    // A chunk is a suggestion for today, not a planned task.
    planned:
      neededSeconds +
      sumOf(rows.planned, ({ duration_seconds }) => duration_seconds) +
      sumOf(rows.meetings.ahead, ({ duration_minutes }) => (duration_minutes ?? 0) * 60),
    capacity: context === null ? (work ?? (hasTarget ? preferences.daily_target_minutes * 60 : null)) : null,
  }
  return {
    ...rows,
    ...running,
    /** The day shown. */
    today: date,
    /** The person's current date. */
    actual: today,
    isToday,
    now,
    preferences,
    used,
    isPlanned,
    free,
    day,
    /** Number of focus rounds finished on the day. */
    rounds: read.rounds[0]?.rounds ?? 0,
    load,
    /** Tasks that could be postponed if the day is over capacity. */
    late: tasksThatCanWait(rows.tasks.todays, compareLoad(load).over),
    cardsDue,
    cardSeconds,
    /** Seconds that the day's open tasks and due cards still need. */
    neededSeconds,
    isClosed: preferences.closed_on === date,
    /** Title of the paused focus, or null. */
    paused: isToday && rest && focus?.phase === 'paused' ? sessionTitle(rest) : null,
    /** Id of the next row, if the day is planned. */
    nextUp: isToday && isPlanned ? nextUp(rows, times, now) : null,
    next: used.tasks && isToday && (hasHistory || rows.tasks.todays.length > 0) ? nextStep(user, today, now) : null,
    clock: clockOf(rows, running.timer, preferences, { ...of, isTall: given.isTall }),
    week: weekWith(read.days, weekOf(date, preferences.week_start), free),
    /** True without a context. The target counts all time, so a context shows no target. */
    isAllTime: context === null,
    /** False before the first session, when all figures would be zero. */
    hasHistory,
    /** Next time the page must refresh (epoch ms), because a row shows how soon it starts or ends. */
    movesAt: Math.min(...times.map((row) => soonTextChangesAt(row, now))),
  }
}
export type DayView = Awaited<ReturnType<typeof dayView>>
