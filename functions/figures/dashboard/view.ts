import { secondsSince } from '../../../views/frame/shell/start-button'
import type { WhitelistHead } from '../../apps/app-rules/effective-rule'
import { readEarned } from '../../apps/app-rules/unlock-condition'
import type { Shell } from '../../frame/shell/queries'
import { dueSoonDays } from '../../goals/goals/labels'
import { subtreeIds } from '../../goals/goals/progress/measure'
import { rateFrom } from '../../goals/goals/progress/pace'
import { readPast } from '../../goals/goals/progress/periods'
import { type GoalWithProgress, measureGoals, progressFrom } from '../../goals/goals/progress/status'
import { isOpen, isRecurring } from '../../goals/goals/schema'
import { nextChunks } from '../../learning/plans/queries'
import { secondsOfReview } from '../../learning/review/trail'
import { days as daysOf } from '../../ledger/facts'
import { daysWithin } from '../../ledger/range'
import { everything, filterOfContext } from '../../ledger/resolve-subject'
import { addUp, type DaySum, noTime } from '../../ledger/schema'
import { allTimeStreaks, freeDay } from '../../ledger/streaks'
import { activity } from '../../ledger/sums'
import { addDays, datesBetween, dayOf, dayStart, type Range, wallTime, weekOf } from '../../lib/days'
import { localNow, type User } from '../../lib/env'
import { endOf } from '../../lib/hours'
import { allOrgs, inTime, type OrgTime, shownIn } from '../../lib/org'
import { isUsed, type Use, uses } from '../../lib/uses'
import { isOver, meetingsBeside } from '../../people/meetings/of-day'
import { pageOfMeetings } from '../../people/meetings/queries'
import type { ListedMeeting } from '../../people/meetings/schema'
import { countOpenConflicts } from '../../programs/sync/conflicts/queries'
import { tasksAtTimes } from '../../tasks/tasks/focus/at-times'
import { tasksOfToday } from '../../tasks/tasks/focus/queries'
import type { ListedTask } from '../../tasks/tasks/schema'
import { plannedSeconds, plannedText, secondsLeft } from '../../tasks/tasks/words'
import { plannedWithNames, sessionsOfDate } from '../../time/sessions/few-sessions'
import { dayParts } from '../../time/sessions/list/days'
import { namesOf } from '../../time/sessions/list/page'
import type { ListedSession } from '../../time/sessions/schema'
import { countUnfinished } from '../../time/timer/unfinished/abandon'
import { readAppsToday } from './apps'
import { dayClock } from './clock'
import { readFirstHour } from './first-hour'
import type { Load } from './load'

const goalLimit = 5
const planLimit = 4
const meetingLimit = 30

const minuteMs = 60_000
/** Meetings of today that are to come and that are over, and those of tomorrow. @param held ids of sessions */
const meetingsOfDays = (rows: ListedMeeting[], today: string, now: number, held: Set<string>) => {
  const all = meetingsBeside(rows, held)
  const todays = all.filter(({ date }) => date === today)
  return {
    ahead: todays.filter((meeting) => !isOver(meeting, { today, instant: now })),
    past: todays.filter((meeting) => isOver(meeting, { today, instant: now })),
    tomorrow: all.filter(({ date }) => date !== today),
  }
}

const dayOn = (days: DaySum[], date: string): DaySum => days.find((day) => day.date === date) ?? { date, ...noTime }

/** How soon a goal needs something: overdue, behind, due soon, then each day; null for one that needs nothing today. */
const urgency = (goal: GoalWithProgress, today: string) => {
  const { target_date, progress } = goal
  if (progress.lateness?.state === 'overdue') return 0
  if (progress.lateness?.state === 'behind') return 1
  if (target_date !== null && target_date <= addDays(today, dueSoonDays)) return 2
  return isRecurring(goal) && progress.pace?.needs ? 3 : null
}

/** The goals that need something today, the most urgent first. */
const needsToday = (goals: GoalWithProgress[], today: string) =>
  goals
    .flatMap((goal) => {
      const rank = urgency(goal, today)
      return rank === null ? [] : [{ goal, key: `${rank} ${goal.target_date ?? '~'} ${goal.id}` }]
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, goalLimit)
    .map(({ goal }) => goal)

type Given = {
  head: WhitelistHead
  loading: Promise<Pick<Shell, 'timer' | 'cardsDue'>>
  /** Limits the page; null for all. */
  context: OrgTime | null
}

const noTasks = { todays: [], due: [], tomorrow: [], overdue: [], done: [], byId: new Map<string, ListedTask>() }
const noSessions = { sessions: [], names: new Map() }

/** @param now epoch ms */
export const dashboardView = async (
  db: D1Database,
  user: User,
  now: number,
  { head, loading, context = null }: Partial<Given> = {},
) => {
  const { preferences } = user
  const today = dayOf(now, preferences)
  const tomorrow = addDays(today, 1)
  const week = weekOf(today, preferences.week_start)
  const org = context?.org ?? allOrgs
  const localTime = localNow(user, now)
  const used = Object.fromEntries(uses.map((use) => [use, isUsed(user, use)])) as Record<Use, boolean>
  const readsApps = used.apps && context === null
  const earned = readsApps ? readEarned(head?.earned ?? null, preferences, today).rules : []
  const filter = context ? filterOfContext(context) : everything
  const [
    shell,
    days,
    { active, daysOff, firstDay },
    found,
    planned,
    tasks,
    meetingRows,
    plans,
    measured,
    past,
    apps,
    unfinished,
    namesOfRules,
    isShown,
    firstHour,
    conflicts,
    ofReview,
  ] = await Promise.all([
    loading,
    used.time ? daysOf(db, user.id, filter, week) : [],
    activity(db, user.id),
    used.time ? sessionsOfDate(db, user.id, today, context) : noSessions,
    used.time && user.next_planned_at ? plannedWithNames(db, user.id, org) : noSessions,
    used.tasks ? tasksOfToday(db, user.id, today, org) : noTasks,
    used.journal
      ? pageOfMeetings(db, user.id, org, { isAhead: true, from: today, to: tomorrow }, meetingLimit)
      : { rows: [] },
    used.learning ? nextChunks(db, user.id, planLimit, org) : [],
    measureGoals(db, user.id, localTime, { isEndedToo: false }),
    readPast(db, user.id, { from: rateFrom('', today), to: today }),
    readsApps ? readAppsToday(db, user, head, now) : null,
    used.time ? countUnfinished(db, user, now, org) : 0,
    namesOf(db, user.id, [], { subjects: earned.map((rule) => rule.after.subject) }),
    shownIn(db, user.id, org),
    readFirstHour(db, user, today),
    countOpenConflicts(db, user.id),
    used.learning ? secondsOfReview(db, user.id) : 0,
  ])
  const running = used.time ? (shell?.timer ?? null) : null
  const timer = running && inTime(context, running) ? running : null
  const runningTask = (timer?.task_id && tasks.byId.get(timer.task_id)) || null
  const cardsDue = used.learning ? (shell?.cardsDue ?? 0) : 0
  const cardSeconds = cardsDue * ofReview

  const from = dayStart(today, preferences)
  const to = dayStart(tomorrow, preferences)
  const sessions = found.sessions.toReversed()
  const plannedWithin = (start: number, end: number) =>
    planned.sessions
      .filter((session) => session.started_at < end && endOf(session) > start)
      .sort((a, b) => a.started_at - b.started_at)
  const plannedToday = plannedWithin(from, to)
  const held = new Set([...sessions.map(({ id }) => id), ...(running ? [running.id] : [])])
  const meetings = meetingsOfDays(meetingRows.rows, today, now, held)
  const todays = tasks.todays.filter((task) => task !== runningTask)
  const due = tasks.due.filter((task) => task !== runningTask)
  const runs = timer && { started_at: timer.started_at, now }
  const runSeconds = Math.max(0, secondsSince(runs, from))
  const runTotal = Math.max(0, secondsSince(runs, 0))
  const taskSeconds = plannedSeconds([...todays, ...due]) + (runningTask ? secondsLeft(runningTask, runTotal) : 0)

  const free = { restDays: preferences.rest_days, daysOff }
  const hasTarget = context === null && freeDay(today, free) === undefined
  const day = dayOn(days, today)
  const load: Load = {
    tracked: day.total_seconds,
    running: runSeconds,
    // A chunk is offered for today, not planned for it.
    planned:
      taskSeconds +
      plannedToday.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0) +
      meetings.ahead.reduce((sum, { duration_minutes }) => sum + (duration_minutes ?? 0) * 60, 0) +
      cardSeconds,
    capacity: hasTarget ? preferences.daily_target_minutes * 60 : null,
  }

  const open = [...measured.family.byId.values()].filter((goal) => isOpen(goal.status) && isShown(goal))
  const membersAt = (id: string) => subtreeIds(measured.family, id)
  const basis = { ...measured, ...past, rules: new Map(), off: [...daysOff], membersAt }
  const withProgress = open
    .map((goal) => ({ ...goal, parent_title: null, organization_name: null }))
    .map(progressFrom(basis, localTime))

  const partOf = (session: ListedSession) => dayParts(session).find(({ date }) => date === today)
  const minute = Math.floor(now / minuteMs) * minuteMs
  const clock = dayClock(
    [
      ...sessions.flatMap((session) => {
        const part = partOf(session)
        if (!part) return []
        const { started_at: start, duration_seconds: seconds } = part
        return { kind: 'session' as const, session, seconds, start, end: Math.min(session.ended_at, to) }
      }),
      ...plannedToday.map((session) => ({
        kind: 'planned' as const,
        session,
        start: session.started_at,
        end: endOf(session),
      })),
      ...[...meetings.ahead, ...meetings.past].flatMap((meeting) =>
        meeting.times ? { kind: 'meeting' as const, meeting, ...meeting.times } : [],
      ),
      ...tasksAtTimes(todays, preferences).map((task) => ({ kind: 'task' as const, task, ...task.times })),
      ...(timer ? [{ kind: 'running' as const, timer, start: timer.started_at, end: now }] : []),
    ],
    { eight: wallTime(today, '08:00', preferences), from, to, now: timer ? now : minute },
  )
  return {
    today,
    now,
    preferences,
    used,
    unfinished,
    timer,
    runningTask,
    /** Title of the goal of the running timer. */
    runningGoal: (timer?.goal_id && measured.family.byId.get(timer.goal_id)?.title) || null,
    runTotal,
    free,
    /** False in a context, where the target, the streak and the apps, which count everything, are not shown. */
    isAllTime: context === null,
    day,
    load,
    plannedText: plannedText(taskSeconds, [...tasks.todays, ...tasks.due]),
    sessions,
    planned: plannedToday,
    plannedTomorrow: plannedWithin(to, dayStart(addDays(today, 2), preferences)),
    tasks: { ...tasks, todays, due },
    meetings,
    plans,
    cardsDue,
    cardSeconds,
    clock,
    week: {
      range: week satisfies Range,
      days: datesBetween(week.from, week.to).map((date) => dayOn(days, date)),
      seconds: addUp(daysWithin(days, week)).total_seconds,
    },
    streak: allTimeStreaks(active, { today, ...free }),
    apps,
    names: new Map([...namesOfRules, ...planned.names, ...found.names]),
    needs: needsToday(withProgress, today),
    openGoals: open.length,
    backupFailures: user.backup_failures ?? 0,
    hasConflicts: conflicts > 0,
    firstHour,
    /** False before the first session and the first app usage, where figures would all be zero. */
    hasHistory: context !== null || firstDay !== null || timer !== null || (head?.usage_seq ?? 0) > 0,
    /** When the page changes by itself (epoch ms): a meeting is over. */
    movesAt: Math.min(...meetings.ahead.flatMap(({ times }) => times?.end ?? [])),
  }
}
export type DashboardView = Awaited<ReturnType<typeof dashboardView>>
