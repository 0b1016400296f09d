import type { WhitelistHead } from '../../apps/app-rules/effective-rule'
import { readEarned } from '../../apps/app-rules/unlock-condition'
import type { Shell } from '../../frame/shell/queries'
import { subtreeIds } from '../../goals/goals/progress/measure'
import { rateFrom } from '../../goals/goals/progress/pace'
import { readPast } from '../../goals/goals/progress/periods'
import { measureGoals, progressFrom } from '../../goals/goals/progress/status'
import { isOpen, type ListedGoal } from '../../goals/goals/schema'
import { days as daysOf } from '../../ledger/facts'
import { level } from '../../ledger/quartiles'
import { daysWithin, lastDays } from '../../ledger/range'
import { everything, filterOfContext } from '../../ledger/resolve-subject'
import { addUp, type DaySum, noTime, yearBefore, yearQuartiles } from '../../ledger/schema'
import type { FreeDays } from '../../ledger/streaks'
import { allTimeStreaks } from '../../ledger/streaks'
import { activity } from '../../ledger/sums'
import { addDays, datesBetween, dayOf, monthEnd, monthOf, type Range, weekOf } from '../../lib/days'
import { localNow, type User } from '../../lib/env'
import { endOf, type Interval } from '../../lib/hours'
import { allOrgs, inTime, type OrgTime, shownIn } from '../../lib/org'
import { isUsed } from '../../lib/uses'
import { runningOf } from '../../tasks/tasks/focus/queries'
import { type Now, sameTimeOn, secondsUntil } from '../../time/sessions/by-now'
import { sessionsOfDaysAndLatest } from '../../time/sessions/few-sessions'
import { namesOf } from '../../time/sessions/list/page'
import type { SessionOnDay } from '../../time/sessions/schema'
import { countUnfinished } from '../../time/timer/unfinished/abandon'
import { readAppsToday } from './apps'
import { readFirstHour } from './first-hour'
import * as q from './queries'
import { dayStrip } from './strip'

type Goal = Pick<ListedGoal, 'id' | 'kind' | 'target_date' | 'target_minutes'>

/** Goals by target date. A weekly or monthly goal without one has the end of its current period. */
const byTarget = (goals: ListedGoal[], today: string, weekStart: number) => {
  const ends = new Map([
    ['weekly', weekOf(today, weekStart).to],
    ['monthly', monthEnd(monthOf(today))],
  ])
  const until = ({ kind, target_date, target_minutes }: Goal) =>
    target_date ?? (target_minutes === null ? undefined : ends.get(kind)) ?? '~'
  const key = (goal: Goal) => `${until(goal)} ${goal.id}`
  return goals.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

const minuteMs = 60_000

/**
 * Returns when (epoch ms) the time tracked before `until` will have grown by a minute, or null when it will not grow.
 * @param until the instant that moves on as `now` does
 */
const nextMinuteAfter = (intervals: Interval[], until: number, now: number) => {
  const waits = intervals
    .filter((interval) => endOf(interval) > until)
    .map((interval) => Math.max(interval.started_at - until, 0) + minuteMs)
  return waits.length > 0 ? now + Math.min(...waits) : null
}

const recentLimit = 5
const goalLimit = 5
const planLimit = 4
const markDays = 14

const secondsIn = (days: DaySum[], range: Range) => addUp(daysWithin(days, range)).total_seconds

const dayOn = (days: DaySum[], date: string): DaySum => days.find((day) => day.date === date) ?? { date, ...noTime }

/** Adds days without time, so that every date of the range has one row. */
const eachDay = (days: DaySum[], { from, to }: Range) => {
  const within = days.filter(({ date }) => date >= from && date <= to)
  return datesBetween(from, to).map((date) => dayOn(within, date))
}

/**
 * `before` are the seconds of last week up to the same time of the same weekday. `movesAt` (epoch ms) is when they will
 * have grown, null when nothing was tracked later that day.
 */
const weekFigures = (days: DaySum[], week: Range, sessions: SessionOnDay[], at: Now) => {
  const lastWeekToday = addDays(at.today, -7)
  const until = sameTimeOn(lastWeekToday, at)
  const sessionsThen = sessions.filter(({ date }) => date === lastWeekToday)
  const weekDays = eachDay(days, week)
  return {
    range: week,
    days: weekDays,
    seconds: secondsIn(days, week),
    before:
      secondsIn(days, { from: addDays(week.from, -7), to: addDays(lastWeekToday, -1) }) +
      secondsUntil(sessionsThen, lastWeekToday, until),
    movesAt: nextMinuteAfter(sessionsThen, until, at.now),
  }
}

const streakFigures = (active: number[], days: DaySum[], year: Range, person: FreeDays & { today: string }) => {
  const bounds = yearQuartiles(days, year)
  return {
    ...allTimeStreaks(active, person),
    marks: eachDay(days, lastDays(person.today, markDays)).map((day) => level(day.total_seconds, bounds)),
  }
}

type Given = {
  head: WhitelistHead
  loading: Promise<Pick<Shell, 'timer'>>
  /** Limits the page; null for all. */
  context: OrgTime | null
}

/** Days of the year with time; of a context those of this week and the last, as its streak is not shown. */
const readDays = (
  db: D1Database,
  userId: string,
  context: OrgTime | null,
  { year, week }: Record<'year' | 'week', Range>,
) =>
  context
    ? daysOf(db, userId, filterOfContext(context), { from: addDays(week.from, -7), to: week.to })
    : daysOf(db, userId, everything, { from: year.from, to: week.to })

/** @param now epoch ms */
export const dashboardView = async (
  db: D1Database,
  user: User,
  now: number,
  { head, loading, context = null }: Partial<Given> = {},
) => {
  const { preferences } = user
  const today = dayOf(now, preferences)
  const year = yearBefore(today, preferences.week_start)
  const week = weekOf(today, preferences.week_start)
  const org = context?.org ?? allOrgs
  const localTime = localNow(user, now)
  const after = readEarned(head?.earned ?? null, preferences, today).rules.map((rule) => rule.after.subject)
  const [
    shell,
    days,
    { active, daysOff },
    found,
    plansAndMore,
    measured,
    past,
    apps,
    unfinished,
    namesOfRules,
    isShown,
    firstHour,
  ] = await Promise.all([
    loading,
    readDays(db, user.id, context, { year, week }),
    activity(db, user.id),
    sessionsOfDaysAndLatest(db, user.id, [today, addDays(today, -7)], recentLimit, context),
    q.plansAndMore(db, user.id, today, planLimit, org),
    measureGoals(db, user.id, localTime, { isEndedToo: false }),
    readPast(db, user.id, { from: rateFrom('', today), to: today }),
    context || !isUsed(user, 'apps') ? null : readAppsToday(db, user, head, now),
    countUnfinished(db, user, now, org),
    namesOf(db, user.id, [], { subjects: context ? [] : after }),
    shownIn(db, user.id, org),
    readFirstHour(db, user),
  ])
  const running = shell?.timer ?? null
  const timer = running && inTime(context, running) ? running : null
  const { plans, tasks, actions, meetings, hasConflicts } = plansAndMore
  const { sessions, latest: recent, names } = found
  const sessionsToday = sessions.filter(({ date }) => date === today)
  const open = [...measured.family.byId.values()].filter((goal) => isOpen(goal.status) && isShown(goal))
  const nearGoals = byTarget(open, today, preferences.week_start).slice(0, goalLimit)
  const membersAt = (id: string) => subtreeIds(measured.family, id)
  const basis = { ...measured, ...past, rules: new Map(), off: [...daysOff], membersAt }
  const free = { restDays: preferences.rest_days, daysOff }
  return {
    today,
    now,
    unfinished,
    preferences,
    timer,
    free,
    /** False in a context, where the target, the streak and the apps, which count everything, are not shown. */
    isAllTime: context === null,
    day: {
      ...dayOn(days, today),
      sessions: sessionsToday.length,
      strip: dayStrip(sessionsToday, today, preferences, timer ? now : Math.floor(now / 60_000) * 60_000, timer),
    },
    week: weekFigures(days, week, sessions, { today, now, zone: preferences }),
    streak: streakFigures(active, days, year, { today, ...free }),
    apps,
    recent,
    names: new Map([...namesOfRules, ...names]),
    goals: nearGoals
      .map((goal) => ({ ...goal, parent_title: null, organization_name: null }))
      .map(progressFrom(basis, localTime)),
    plans,
    focus: { tasks: tasks.tasks, ...runningOf(tasks.running) },
    // One that is in focus stands there alone.
    actions: actions.filter(({ id }) => tasks.tasks.every((task) => task.id !== id)),
    meetings,
    goalCounts: {
      open: open.length,
      overdue: open.filter(({ target_date }) => target_date !== null && target_date < today).length,
    },
    backupFailures: user.backup_failures ?? 0,
    hasConflicts,
    firstHour,
    /** False before the first session and the first app usage, where figures would all be zero. */
    hasHistory: context !== null || recent.length > 0 || timer !== null || (head?.usage_seq ?? 0) > 0,
  }
}
export type DashboardView = Awaited<ReturnType<typeof dashboardView>>
