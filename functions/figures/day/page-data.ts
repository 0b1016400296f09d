import { freeDay } from '../../ledger/streaks'
import { awaitAll } from '../../lib/db/together'
import type { User } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { allOrgs, isInOrgTime, type Org, type OrgTime } from '../../lib/org'
import { addDays, dayOf, dayStart, isDate } from '../../lib/time/days'
import { isUsed } from '../../lib/uses'
import { meetingsWithin, unloggedMeetings } from '../../people/meetings/of-day'
import { scheduledTasks } from '../../tasks/tasks/focus/at-times'
import { readFutureTasks } from '../../tasks/tasks/focus/queries'
import { daysOff } from '../../time/days-off/queries'
import { groupByDay } from '../../time/sessions/list/days'
import { readMissingNames } from '../../time/sessions/list/page'
import { toSubjectNames } from '../../time/sessions/named'
import { plannedSessions } from '../../time/sessions/planned'
import { isFinishedRound } from '../../time/timer/focus/queries'
import { activeTimer } from '../../time/timer/queries'
import { addClockTimes, axisOf, drawDay, roomSizes, usualHours } from '../lanes/lane'
import { laneItems } from '../lanes/things'
import { offerStretch, stretchesOf } from '../lanes/use'
import { marksOf } from '../lanes/zones'
import { findOverlaps } from './overlaps'
import * as q from './queries'
import type { DaySession } from './schema'
import { timelineOf } from './timeline'

const overlapsLimit = 50
const meetingLimit = 30

const dateOrNull = (date: string) => (isDate(date) ? date : null)

const withDate = (session: DaySession, date: string) => ({
  ...session,
  date,
  starts: session.days[0]?.[0] === date ? (1 as const) : (0 as const),
})

type Open = {
  /** Ids of gap rows with an open entry line. */
  open: string[]
  /** The context whose rows are shown; null for all. */
  context: OrgTime | null
}

const plannedOn = async (db: D1Database, { id, next_planned_at }: User, date: string) => {
  const planned = next_planned_at ? await plannedSessions(db, id) : []
  return planned.filter(({ days }) => days.some(([day]) => day === date))
}

type DayOf = { date: string; today: string; context: OrgTime | null; org: Org }

/** Reads everything on the day, including rows that the context does not show. */
const readRows = (db: D1Database, user: User, { date, today, context, org }: DayOf) =>
  awaitAll({
    all: q.sessionsOfDay(db, user.id, date),
    kept: q.acceptedOverlaps(db, user.id, { from: date, to: date }),
    planned: plannedOn(db, user, date),
    timer: activeTimer(db, user.id),
    meetings: isUsed(user, 'journal')
      ? meetingsWithin(db, user.id, org, { range: { from: date, to: date }, today, limit: meetingLimit })
      : [],
    tasks: isUsed(user, 'tasks') ? readFutureTasks(db, user.id, date, org) : [],
    off: context ? [] : daysOff(db, user.id, { from: date, to: date }),
    uses: context || date > today ? [] : q.usesAround(db, user.id, dayStart(date, user.preferences)),
    nearest: date < today ? q.nearestZone(db, user.id, date) : null,
  })

/** Daily target in seconds; null on days without a target. */
const targetOf = (date: string, preferences: User['preferences'], off: string[]) =>
  freeDay(date, { restDays: preferences.rest_days, daysOff: new Set(off) })
    ? null
    : preferences.daily_target_minutes * 60

/** The first overlapping pairs of sessions, without pairs that the person chose to keep. */
const overlapsIn = (sessions: DaySession[], date: string, kept: Set<string>) => {
  const isKept = (one: { id: string }, other: { id: string }) => kept.has(q.pairKey(one.id, other.id))
  const asked = findOverlaps(sessions, date, overlapsLimit, (one, other) => !isKept(one, other))
  return {
    overlaps: asked.slice(0, overlapsLimit),
    hasMoreOverlaps: asked.length > overlapsLimit,
    kept: findOverlaps(sessions, date, overlapsLimit, isKept).slice(0, overlapsLimit),
  }
}

/** Data of the day page. `now` in epoch ms. */
export const loadDay = async (db: D1Database, user: User, date: string, now: number, { open, context }: Open) => {
  const { id, preferences } = user
  const today = dayOf(now, preferences)
  const org = context?.org ?? allOrgs
  const read = await readRows(db, user, { date, today, context, org })
  const { all, planned: allPlanned, timer, tasks } = read
  const zone = (all.length === 0 && read.nearest) || preferences
  const shown = <S extends { project_id: string | null }>(those: S[]) =>
    those.filter((one) => isInOrgTime(context, one))
  const [sessions, planned] = [shown(all), shown(allPlanned)]
  const [running = null] = shown(timer ? [timer] : [])
  const meetings = unloggedMeetings(read.meetings, [...sessions, ...(running ? [running] : [])])
  const timed = scheduledTasks(
    tasks.filter(({ id }) => sessions.every(({ task_id }) => task_id !== id)),
    zone,
  )
  const times = { date, zone, isToday: date === today, now, meetings: [...meetings, ...timed] }
  // Other organizations' time leaves no gap, so that no time is logged twice.
  const whole = timelineOf({ sessions: all, planned: allPlanned, running: timer, ...times })
  const timeline = {
    ...whole,
    parts: context ? timelineOf({ sessions, planned, running, ...times }).parts : whole.parts,
    run: running && whole.run,
  }
  const known = toSubjectNames(sessions)
  const names = await readMissingNames(db, id, [...planned, ...(running && timeline.run ? [running] : [])], { known })
  const drawn = { sessions, planned, names, meetings, tasks: timed, now }
  const project = running && names.get(`project:${running.project_id}`)
  const runs = running && timeline.run && { ...running, project: project ? { ...project, name: project.label } : null }
  const things = addClockTimes(date, laneItems(date, { ...drawn, running: runs, zone: preferences }))
  const first = timeline.zones[0]?.zone ?? zone
  const tracked = [
    ...whole.parts
      .filter(({ isPlanned }) => !isPlanned)
      .map(({ session, from, idle_to }) => ({ from, to: idle_to, href: pathTo`/sessions/${session.id}` })),
    ...(whole.run ? [{ ...whole.run, href: '/timer' }] : []),
  ]
  const stretches = stretchesOf(read.uses, timeline).map((one) =>
    offerStretch({ ...one, zone: first.time_zone }, tracked),
  )
  const used = addClockTimes(date, stretches)
  const usual = axisOf(used, usualHours)
  const hours = { present: timeline.now, zone: preferences.time_zone, usual, room: roomSizes.usual }
  const [day] = groupByDay(sessions.map((session) => withDate(session, date)).reverse(), [], [date])
  return {
    date,
    today,
    /** Zone used if the day has no sessions. */
    zone,
    before: dateOrNull(addDays(date, -1)),
    after: dateOrNull(addDays(date, 1)),
    /** Sessions by start, with their overlaps and neighbours. */
    rows: (day?.sessions ?? []).toReversed(),
    planned,
    meetings,
    tasks: date > today ? tasks : timed,
    target: context ? null : targetOf(date, preferences, read.off),
    used: { time: isUsed(user, 'time'), tasks: isUsed(user, 'tasks') },
    running: timeline.run && running,
    timeline,
    /** Timeline of the day, to scale. */
    lane: {
      ...drawDay(date, things, hours),
      used,
      zone: first.time_zone,
      marks: marksOf(date, timeline.clockChanges, first.time_zone),
    },
    names,
    ...overlapsIn(sessions, date, read.kept),
    /** Starts (epoch ms) of open entry lines whose gap is filled by now. */
    filled: open
      .map((row) => Number(row.slice('gap-'.length)) * 1000)
      .filter((at) => timeline.from <= at && at < timeline.to && timeline.gaps.every(({ from }) => from !== at)),
    /** Number of focus rounds finished on the day. */
    rounds: sessions.filter((session) => isFinishedRound(session) && session.days.at(-1)?.[0] === date).length,
    tracked_seconds: day?.tracked_seconds ?? 0,
    clock_seconds: day?.clock_seconds ?? 0,
    reader: preferences,
  }
}
export type DayData = Awaited<ReturnType<typeof loadDay>>
