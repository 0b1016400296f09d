import type { Context } from 'hono'
import { loadShell } from '../../frame/shell/load'
import { selectFacts } from '../../ledger/facts'
import { countsPlanned } from '../../ledger/planned'
import { namesOfParts, resolveSubject } from '../../ledger/resolve-subject'
import { type FreeDays, freeDay } from '../../ledger/streaks'
import { openChoices } from '../../ledger/subject-choices'
import { filedSubjects } from '../../ledger/sums'
import { allRows, sql } from '../../lib/db/sql'
import { awaitAll } from '../../lib/db/together'
import type { App } from '../../lib/env'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, isInOrgTime, type Org, type OrgTime } from '../../lib/org'
import type { Preferences } from '../../lib/preferences'
import { tagList } from '../../lib/text/text'
import { addDays, datesBetween, dayOf, isDate, type Range, weekOf } from '../../lib/time/days'
import { isUsed } from '../../lib/uses'
import { type MeetingOfDay, meetingsWithin, unloggedMeetings } from '../../people/meetings/of-day'
import { type ScheduledTask, scheduledTasks } from '../../tasks/tasks/focus/at-times'
import { tasksWithTime } from '../../tasks/tasks/focus/queries'
import { daysOff } from '../../time/days-off/queries'
import { linkSubjects } from '../../time/sessions/plan-link'
import type { ListedSession } from '../../time/sessions/schema'
import { findOverlaps } from '../day/overlaps'
import { acceptedOverlaps, pairKey } from '../day/queries'
import {
  type Axis,
  addClockTimes,
  axisOf,
  type ClockTimes,
  clockSeconds,
  layOut,
  roomSizes,
  usualHours,
  withoutNight,
} from '../lanes/lane'
import { type LaneItem, laneItems } from '../lanes/things'
import { clampInstant, clockChanges, dateRange, dayRange, isSameZone, lengthInWords, marksOf } from '../lanes/zones'
import type { WeekView } from './schema'
import { sessionsOfWeek, type WeekSession } from './sessions'
import { secondsOn } from './sheet/cell'

/** Maximum number of meetings drawn in a week. */
const meetingLimit = 200

/** Resolves a page's filter and reads its seconds by session. Null if the filter names a missing row. */
export const filteredSeconds = async (
  db: D1Database,
  userId: string,
  subject: string,
  range: Range,
  context: OrgTime | null,
) => {
  const filter = await resolveSubject(db, userId, subject, context)
  if (!filter) return null
  const rows = await allRows<{ session_id: string; seconds: number }>(sql(db)`
    SELECT session_id, sum(seconds) AS seconds FROM (${selectFacts(userId, [filter], range)}) GROUP BY session_id`)
  return { filter, seconds: new Map(rows.map(({ session_id, seconds }) => [session_id, seconds])) }
}

type DueGoal = { id: string; title: string; target_date: string }

/** Open goals with a target date in a range. */
const goalsDue = (db: D1Database, userId: string, { from, to }: Range, org: Org) =>
  allRows<DueGoal>(sql(db)`
    SELECT id, title, target_date FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      AND target_date BETWEEN ${from} AND ${to} ${andInOrg(userId, org, 'goal')}
    ORDER BY target_date, title LIMIT 50`)

const read = (c: Context<App>, range: Range, today: string, { subject, hide }: WeekView) => {
  const { user, org, orgTime: context } = c.var
  const { DB } = c.env
  const shows = (kind: (typeof hide)[number]) => !hide.includes(kind)
  return awaitAll({
    shell: loadShell(c),
    ofWeek: sessionsOfWeek(DB, user.id, range),
    filtered: subject ? filteredSeconds(DB, user.id, subject, range, context) : undefined,
    choices: openChoices(c),
    kept: acceptedOverlaps(DB, user.id, range),
    meetings:
      shows('meetings') && isUsed(user, 'journal')
        ? meetingsWithin(DB, user.id, org, { range, today, limit: meetingLimit })
        : [],
    tasks: shows('tasks') && isUsed(user, 'tasks') ? tasksWithTime(DB, user.id, range, org) : [],
    goals: goalsDue(DB, user.id, range, context?.org ?? allOrgs),
    off: daysOff(DB, user.id, range),
  })
}
type Read = Awaited<ReturnType<typeof read>>

type OfWeek = {
  view: WeekView
  read: Read
  sessions: WeekSession[]
  meetings: MeetingOfDay[]
  tasks: ScheduledTask[]
  free: FreeDays
  preferences: Preferences
  now: number
  today: string
}

/** Time zones used on a date, and its length in seconds. */
const zonesOn = (date: string, sessions: WeekSession[], preferences: Preferences) => {
  const busy = sessions
    .map(({ started_at, ended_at, time_zone, day_start_minute }) => {
      const zone = { time_zone, day_start_minute }
      // A session that continues after midnight does not extend the date.
      const day = dateRange(date, zone)
      return { from: clampInstant(started_at, day), to: clampInstant(ended_at, day), zone }
    })
    .sort((a, b) => a.from - b.from)
  const [first] = busy
  const isOne = first && busy.every(({ zone }) => isSameZone(zone, first.zone))
  const whole = isOne ? [{ ...first, to: Math.max(...busy.map(({ to }) => to)) }] : busy
  const { from, to, zones } = dayRange(date, whole, preferences)
  return { seconds: (to - from) / 1000, zones }
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

/** Subjects of a planned session or a task. */
const filedUnder = (one: ListedSession | ScheduledTask) => [
  ...filedSubjects('number' in one ? one : { ...one, task_id: one.id }),
  ...linkSubjects({ plan_id: one.plan_id ?? null, chunk_id: 'chunk_id' in one ? (one.chunk_id ?? null) : null }),
  ...(typeof one.tags === 'string' ? tagList(one.tags) : one.tags).map((tag) => `tag:#${tag}`),
]

/** Data of a date. Positions are added later, because they depend on the hours of the whole week. */
const dayOfWeek = (date: string, of: OfWeek) => {
  const { read, sessions, meetings, tasks, free, preferences, now, today } = of
  const here = sessions.filter(({ days }) => days.some(([day]) => day === date))
  const tracked = here.filter(({ is_planned }) => !is_planned)
  const { seconds, zones } = zonesOn(date, here, preferences)
  const { timer } = read.shell
  const zone = zones[0]?.zone ?? preferences
  const things = addClockTimes(
    date,
    laneItems(date, {
      sessions: tracked,
      planned: here.filter(({ is_planned }) => is_planned),
      names: read.ofWeek.names,
      now,
      meetings,
      tasks,
      running: timer && !timer.isElsewhere ? timer : null,
      zone: preferences,
      isPale: (kind, one, date) => {
        if (!read.filtered) return false
        const { filter, seconds } = read.filtered
        if (kind === 'session') return !seconds.has(one.id)
        return !countsPlanned(filter, { filed: filedUnder(one), title: one.title, date })
      },
    }),
  )
  const isKept = (one: { id: string }, other: { id: string }) => read.kept.has(pairKey(one.id, other.id))
  return {
    date,
    things,
    isToday: date === today,
    off: freeDay(date, free) ?? null,
    tracked: secondsOn(date, tracked),
    planned: secondsOn(date, here) - secondsOn(date, tracked),
    zone: zone.time_zone,
    marks: marksOf(date, clockChanges(zones), zone.time_zone),
    words: lengthInWords(date, { seconds, zones }, preferences.time_zone),
    overlaps: findOverlaps(tracked, date, 1, (one, other) => !isKept(one, other)).length > 0,
    allDay: [
      ...meetings
        .filter((meeting) => meeting.date === date && meeting.times === null)
        .map(({ id, title }) => ({ kind: 'meetings' as const, id, title })),
      ...read.goals.filter((goal) => goal.target_date === date).map((goal) => ({ kind: 'goals' as const, ...goal })),
    ],
    now: date === today ? Math.floor(clockSeconds(now, date, preferences.time_zone) / 60) : null,
  }
}
type DayOfWeek = ReturnType<typeof dayOfWeek>

const wholeDay = ({ day_start_minute: from }: Preferences) => ({
  from: 60 * Math.floor(from / 60),
  to: 60 * Math.ceil((from + 24 * 60) / 60),
})

/** With more evenings after midnight than this, a week shows its early hours. */
const foldedNights = 2

/** With a longer morning session than this, in seconds, a week shows its early hours. */
const foldedSeconds = 3600

const before = ({ things }: DayOfWeek, { from }: Axis) => things.filter(({ to }) => to <= from * 60)

/** Tracked seconds before the first drawn hour. `rest`: set if they are a single session that began the day before. */
const nightOf = (day: DayOfWeek, axis: Axis) => {
  const things = before(day, axis)
  const [first, second] = things
  return {
    seconds: sum(things.map(({ seconds }) => seconds)),
    rest: first && !second && first.at[0] < 0 ? { title: first.title, to: first.to } : null,
  }
}

/** True if early time is too much to collapse: several mornings, a long one, or several nights. */
const isEarly = (days: DayOfWeek[], axis: Axis) => {
  const folded = days.map((day) => before(day, axis))
  const [nights = 0, mornings = 0] = [true, false].map(
    (isNight) => folded.filter((things) => things.some(({ at }) => at[0] < 0 === isNight)).length,
  )
  const isLong = folded.flat().some(({ at, from, to }) => at[0] >= 0 && to - from > foldedSeconds)
  return isLong || mornings > 1 || nights > foldedNights
}

/** Hours that a week draws. Early time is collapsed, unless there is much of it or a timer runs there. */
const hoursOf = (days: DayOfWeek[], hours: 'all' | undefined, preferences: Preferences) => {
  const things = days.flatMap((day) => day.things)
  const present = days.flatMap(({ now }) => (now === null ? [] : [{ from: now * 60, to: now * 60 }]))
  const whole = axisOf([...things, ...present], hours === 'all' ? wholeDay(preferences) : usualHours)
  if (hours === 'all') return whole
  const axis = withoutNight(things, whole, usualHours)
  const isAwake = things.some(({ kind, to }) => kind === 'running' && to <= axis.from * 60)
  return isAwake || isEarly(days, axis) ? whole : axis
}

const withPlaces = (days: DayOfWeek[], preferences: Preferences, hours: 'all' | undefined) => {
  const axis = hoursOf(days, hours, preferences)
  return {
    axis,
    days: days.map((day) => {
      const { things, now } = day
      const isEarly = now !== null && now < axis.from
      const drawn = things.filter(({ to }) => to > axis.from * 60)
      return {
        ...day,
        blocks: layOut<LaneItem & ClockTimes>(drawn, axis, roomSizes[preferences.week_scale]),
        now: isEarly ? null : now,
        /** Time before the drawn hours. `now`: current minute if it is there. */
        night: { ...nightOf(day, axis), now: isEarly ? now : null },
      }
    }),
  }
}

/** All data of the week that contains a date. @param now epoch ms */
export const readWeek = async (c: Context<App>, view: WeekView, now: number) => {
  const { preferences } = c.var.user
  const { orgTime: context } = c.var
  const today = dayOf(now, preferences)
  const range = weekOf(view.date, preferences.week_start)
  const data = await read(c, range, today, view)
  if (data.filtered === null) return null
  const isShown = (session: WeekSession) =>
    isInOrgTime(context, session) && !(session.is_planned && view.hide.includes('planned'))
  const sessions = data.ofWeek.sessions.filter(isShown)
  const { timer } = data.shell
  const of = {
    view,
    read: data,
    sessions,
    preferences,
    now,
    today,
    meetings: unloggedMeetings(data.meetings, [...sessions, ...(timer ? [timer] : [])]),
    tasks: scheduledTasks(data.tasks, preferences),
    free: { restDays: preferences.rest_days, daysOff: new Set(data.off) },
  }
  const dates = datesBetween(range.from, range.to)
  const { axis, days } = withPlaces(
    dates.map((date) => dayOfWeek(date, of)),
    preferences,
    view.hours,
  )
  const target = context ? null : preferences.daily_target_minutes * 60
  const near = (date: string) => (isDate(date) ? date : null)
  const first = Math.min(Math.max(dates.indexOf(view.date) - 1, 0), 4)
  return {
    view,
    range,
    today,
    now,
    axis,
    days,
    target,
    preferences,
    choices: data.choices,
    /** Names of the filter's parts, and its tracked seconds; undefined without a filter. */
    filter: data.filtered && {
      nameOf: namesOfParts(data.filtered.filter, preferences.clock),
      seconds: sum([...data.filtered.seconds.values()]),
    },
    /** Three dates around the selected one, which a tablet shows. */
    near: dates.slice(first, first + 3),
    tracked: sum(days.map((day) => day.tracked)),
    planned: sum(days.map((day) => day.planned)),
    targetDays: days.filter(({ off }) => off === null).length,
    weekBefore: near(addDays(view.date, -7)),
    weekAfter: near(addDays(view.date, 7)),
    dayBefore: near(addDays(view.date, -1)),
    dayAfter: near(addDays(view.date, 1)),
  }
}
export type Week = NonNullable<Awaited<ReturnType<typeof readWeek>>>
