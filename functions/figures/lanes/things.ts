import { pathTo } from '../../lib/http/path-to'
import type { Zone } from '../../lib/time/days'
import { intervalEnd } from '../../lib/time/hours'
import type { MeetingOfDay } from '../../people/meetings/of-day'
import { type ScheduledTask, sessionFields } from '../../tasks/tasks/focus/at-times'
import { dayParts } from '../../time/sessions/list/days'
import type { SubjectNames } from '../../time/sessions/list/page'
import type { ListedSession } from '../../time/sessions/schema'
import { sessionTitle } from '../../time/sessions/title'
import type { TimedItem } from './lane'
import { dateRange } from './zones'

type ThingKind = 'session' | 'planned' | 'running' | 'meeting' | 'task'

/** A block of a lane, for any kind of row. */
export type LaneItem = TimedItem & {
  kind: ThingKind
  id: string
  href: string
  title: string
  project: { label: string; color: string | null } | null
  /** Seconds on the date, without idle time. */
  seconds: number
  /** Version of the row; null if the block cannot be moved here. */
  seq: number | null
  /** Query string with the project and goal, to log a session of the task. */
  log?: string
  /** True if the page's filter does not match it. */
  isPale?: boolean
}

type Drawn = ListedSession & { seq?: number }

type Running = Pick<ListedSession, 'id' | 'title' | 'focus_ends_at' | 'time_zone' | 'started_at'> & {
  seq: number
  project: { name: string; color?: string | null } | null
}

type OfDay = {
  sessions: Drawn[]
  planned: Drawn[]
  names: SubjectNames
  meetings: MeetingOfDay[]
  tasks: ScheduledTask[]
  running: Running | null
  /** epoch ms */
  now: number
  zone: Zone
  isPale?: (kind: 'session' | 'planned' | 'task', one: ListedSession | ScheduledTask, date: string) => boolean
}

const projectOf = ({ project_id }: ListedSession, names: SubjectNames) => {
  const name = project_id === null ? undefined : names.get(`project:${project_id}`)
  return name ? { label: name.label, color: name.color ?? null } : null
}

const sessionThings = (
  kind: 'session' | 'planned',
  date: string,
  sessions: Drawn[],
  { names, isPale }: OfDay,
): LaneItem[] =>
  sessions.flatMap((session) =>
    dayParts(session).flatMap((part, index, all) => {
      if (part.date !== date) return []
      // Idle time is at the end of a session.
      const end = index === all.length - 1 ? session.ended_at : intervalEnd(part)
      return {
        kind,
        id: session.id,
        href: pathTo`/sessions/${session.id}`,
        title: sessionTitle(session),
        project: projectOf(session, names),
        seconds: part.duration_seconds,
        seq: session.seq ?? null,
        start: part.started_at,
        end,
        zone: session.time_zone,
        whole: { start: session.started_at, end: session.ended_at },
        isPale: isPale?.(kind, session, date),
      }
    }),
  )

const plannedThing = (
  kind: 'meeting' | 'task',
  one: MeetingOfDay | ScheduledTask,
  zone: Zone,
  more?: Pick<LaneItem, 'seq' | 'log' | 'isPale'>,
): LaneItem[] =>
  one.times
    ? [
        {
          kind,
          id: one.id,
          href: pathTo`/${kind}s/${one.id}`,
          title: one.title,
          project: one.project_name ? { label: one.project_name, color: one.project_color } : null,
          seconds: (one.times.end - one.times.start) / 1000,
          seq: null,
          ...one.times,
          zone: zone.time_zone,
          ...more,
        },
      ]
    : []

/** The timer's part of a date, as it would count if it stopped now. */
const runningThing = (date: string, { running, now, zone }: OfDay): LaneItem[] => {
  if (!running || running.started_at >= now) return []
  const { from, to } = dateRange(date, zone)
  if (running.started_at >= to || now <= from) return []
  return [
    {
      kind: 'running',
      id: running.id,
      href: '/timer',
      title: sessionTitle(running),
      project: running.project && { label: running.project.name, color: running.project.color ?? null },
      start: Math.max(running.started_at, from),
      end: Math.min(now, to),
      zone: running.time_zone,
      seconds: Math.floor((now - Math.max(running.started_at, from)) / 1000),
      seq: running.seq,
      whole: { start: running.started_at, end: now },
    },
  ]
}

/** Everything that has a time on a date. */
export const laneItems = (date: string, of: OfDay): LaneItem[] => [
  ...sessionThings('session', date, of.sessions, of),
  ...sessionThings('planned', date, of.planned, of),
  ...of.meetings.filter((meeting) => meeting.date === date).flatMap((one) => plannedThing('meeting', one, of.zone)),
  ...of.tasks
    .filter((task) => task.date === date)
    .flatMap((one) =>
      plannedThing('task', one, of.zone, {
        seq: one.seq,
        log: `${new URLSearchParams(sessionFields(one))}`,
        isPale: of.isPale?.('task', one, date),
      }),
    ),
  ...runningThing(date, of),
]
