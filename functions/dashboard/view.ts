import { measureGoals } from '../goals/progress/status'
import { allTimeStreaks } from '../ledger/active-days'
import { level } from '../ledger/quartiles'
import type { DaySum } from '../ledger/schema'
import { activity } from '../ledger/sums'
import { yearBefore, yearQuartiles } from '../ledger/year'
import { addDays, datesBetween, dayOf, dayStart, type Range, secondsBetween, weekOf, type Zone } from '../lib/days'
import type { User } from '../lib/env'
import { endOf } from '../lib/intervals'
import { localNow } from '../lib/now'
import { namesOf } from '../sessions/list/page'
import { recentSessions, sessionsOfDays } from '../sessions/queries'
import type { SessionOnDay } from '../sessions/schema'
import type { Shell } from '../shell/queries'
import { countUnfinished } from '../timer/unfinished/abandon'
import { appsToday } from './apps'
import * as q from './queries'
import { dayStrip } from './strip'

const recentLimit = 5
const goalLimit = 5

const sum = (days: DaySum[], { from, to }: Range) =>
  days.reduce((total, day) => (day.date >= from && day.date <= to ? total + day.total_seconds : total), 0)

/** The seconds of a day that had passed in its sessions as far into that day as `now` is into today. */
const secondsByNow = (sessions: SessionOnDay[], date: string, today: string, now: number, zone: Zone) => {
  const until = dayStart(date, zone) + now - dayStart(today, zone)
  return sessions.reduce((seconds, session) => {
    const [start, end] = [dayStart(date, session), dayStart(addDays(date, 1), session)]
    return seconds + secondsBetween(session.started_at, endOf(session), start, Math.min(Math.max(start, until), end))
  }, 0)
}

/** Everything that the dashboard shows of a person at an instant (epoch ms), within what the frame shows. */
export const dashboardView = async (
  db: D1Database,
  user: User,
  now: number,
  { timer = null, hasOthers = true, head }: Partial<Shell> = {},
) => {
  const { preferences } = user
  const today = dayOf(now, preferences)
  const year = yearBefore(today, preferences.week_start)
  const week = weekOf(today, preferences.week_start)
  const lastWeekToday = addDays(today, -7)
  const shown = { from: year.from, to: week.to }
  const [left, { days, used }, { active, daysOff }, ofDays, recent, goals] = await Promise.all([
    hasOthers ? countUnfinished(db, user, now) : 0,
    q.daySumsAndUse(db, user.id, shown, today),
    activity(db, user.id),
    sessionsOfDays(db, user.id, 'all', [today, lastWeekToday]),
    recentSessions(db, user.id, recentLimit),
    q.nearGoals(db, user.id, { today, weekStart: preferences.week_start }, goalLimit),
  ])
  const ofToday = ofDays.filter(({ date }) => date === today)
  const ofLastWeek = ofDays.filter(({ date }) => date === lastWeekToday)
  const free = { restDays: preferences.rest_days, daysOff }
  const near = goals.map(({ id }) => id)
  const apps = await appsToday(db, user, head, used, now)
  const [names, steps, { measureOf }] = await Promise.all([
    namesOf(db, user.id, [...ofToday, ...recent], apps?.next?.after.subject),
    goals.length > 0 && recent.length > 0 ? q.allStepsDone : q.firstSteps(db, user.id),
    measureGoals(db, user.id, near, localNow(user, now)),
  ])

  const byDate = new Map(days.map((day) => [day.date, day]))
  const bounds = yearQuartiles(days, year)
  const dayOn = (date: string) => byDate.get(date) ?? { date, total_seconds: 0, session_count: 0 }
  const daysBefore = { from: addDays(week.from, -7), to: addDays(lastWeekToday, -1) }
  return {
    today,
    now,
    /** How many sessions were left running. */
    left,
    preferences,
    timer,
    free,
    day: { ...dayOn(today), sessions: ofToday.length, strip: dayStrip(ofToday, today, preferences, now, timer) },
    week: {
      range: week,
      days: datesBetween(week.from, week.to).map(dayOn),
      seconds: sum(days, week),
      /** Last week's seconds by now. */
      before: sum(days, daysBefore) + secondsByNow(ofLastWeek, lastWeekToday, today, now, preferences),
    },
    streak: {
      ...allTimeStreaks(active, { today, ...free }),
      marks: datesBetween(addDays(today, -13), today).map((date) => level(dayOn(date).total_seconds, bounds)),
    },
    /** Null where nothing was ever reported. */
    apps,
    recent,
    names,
    goals: goals.map((goal) => ({ ...goal, measure: measureOf(goal.id) })),
    steps,
  }
}
export type DashboardView = Awaited<ReturnType<typeof dashboardView>>
