import type { FreeDays } from '../days-off/free'
import { daysOff } from '../days-off/queries'
import { addDays, datesBetween, dayOf, dayStart, type Range, secondsBetween, weekOf, type Zone } from '../lib/days'
import type { User } from '../lib/env'
import { endOf } from '../lib/intervals'
import { namesOf } from '../sessions/list/page'
import { recentSessions, sessionsOfDays } from '../sessions/queries'
import type { SessionOnDay } from '../sessions/schema'
import { yearBefore, yearQuartiles } from '../stats/calendar'
import { level } from '../stats/levels'
import { daySums } from '../stats/queries'
import type { DaySum } from '../stats/schema'
import { streaks } from '../stats/streaks'
import * as q from './queries'
import { isUnbroken, streakStart } from './streak'
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

const activeDates = (days: DaySum[]) => new Set(days.filter((day) => day.total_seconds > 0).map(({ date }) => date))

/** The current streak and the longest of the last 53 weeks; reads on only where the streak fills all of them. */
const streakOf = async (db: D1Database, { id }: User, days: DaySum[], year: Range, free: FreeDays) => {
  const person = { today: year.to, restDays: free.restDays, daysOff: new Set(free.daysOff) }
  const active = activeDates(days)
  const { longest } = streaks(active, { ...year, ...person })
  let range = year
  while (range.from > '1971' && isUnbroken(active, range, person)) {
    const further = { from: addDays(range.from, -53 * 7), to: addDays(range.from, -1) }
    const [sums, off] = await Promise.all([daySums(db, id, 'all', further), daysOff(db, id, further)])
    for (const date of activeDates(sums)) active.add(date)
    for (const date of off) person.daysOff.add(date)
    range = { from: further.from, to: range.to }
  }
  const { current } = streaks(active, { ...range, ...person })
  const start = current > 0 ? streakStart(active, current, year.to) : year.to
  return { current, longest: Math.max(current, longest), start }
}

/** Everything that the dashboard shows of a person at an instant (epoch ms). */
export const dashboardView = async (db: D1Database, user: User, now: number) => {
  const { preferences } = user
  const today = dayOf(now, preferences)
  const year = yearBefore(today, preferences.week_start)
  const week = weekOf(today, preferences.week_start)
  const lastWeekToday = addDays(today, -7)
  const shown = { from: year.from, to: week.to }
  const [days, off, ofDays, recent, goals, steps] = await Promise.all([
    daySums(db, user.id, 'all', shown),
    daysOff(db, user.id, shown),
    sessionsOfDays(db, user.id, 'all', [today, lastWeekToday]),
    recentSessions(db, user.id, recentLimit),
    q.nearGoals(db, user.id, today, goalLimit),
    q.firstSteps(db, user.id),
  ])
  const ofToday = ofDays.filter(({ date }) => date === today)
  const ofLastWeek = ofDays.filter(({ date }) => date === lastWeekToday)
  const free = { restDays: preferences.rest_days, daysOff: new Set(off) }
  const [names, streak] = await Promise.all([
    namesOf(db, user.id, [...ofToday, ...recent]),
    streakOf(db, user, days, year, free),
  ])

  const byDate = new Map(days.map((day) => [day.date, day]))
  const bounds = yearQuartiles(days, year)
  const dayOn = (date: string) => byDate.get(date) ?? { date, total_seconds: 0, session_count: 0 }
  const daysBefore = { from: addDays(week.from, -7), to: addDays(lastWeekToday, -1) }
  return {
    today,
    now,
    preferences,
    free,
    day: { ...dayOn(today), sessions: ofToday.length, strip: dayStrip(ofToday, today, preferences, now) },
    week: {
      range: week,
      days: datesBetween(week.from, week.to).map(dayOn),
      seconds: sum(days, week),
      /** Last week's seconds by now. */
      before: sum(days, daysBefore) + secondsByNow(ofLastWeek, lastWeekToday, today, now, preferences),
    },
    streak: {
      ...streak,
      marks: datesBetween(addDays(today, -13), today).map((date) => level(dayOn(date).total_seconds, bounds)),
    },
    recent,
    names,
    goals,
    steps,
  }
}
export type DashboardView = Awaited<ReturnType<typeof dashboardView>>
