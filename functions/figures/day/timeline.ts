import { splitDays, type Zone } from '../../lib/time/days'
import { intervalEnd } from '../../lib/time/hours'
import type { MeetingOfDay } from '../../people/meetings/of-day'
import type { ScheduledTask } from '../../tasks/tasks/focus/at-times'
import { dayParts } from '../../time/sessions/list/days'
import type { ListedSession } from '../../time/sessions/schema'
import {
  clampInstant,
  clockChanges,
  dateRange,
  dayRange,
  type EpochRange,
  subtractSpans,
  type ZoneSpan,
} from '../lanes/zones'

/** The part of a session on the day. Its idle time, if any, ends at `idle_to`. */
type Part<S> = EpochRange & {
  session: S
  idle_to: number
  /** `carried`: began on an earlier day. `goes_on`: continues on a later day. */
  carried: boolean
  goes_on: boolean
  /** True for a session that ends in the future and is in no sum yet. */
  isPlanned: boolean
}

/** Shortest gap shown, in milliseconds. */
const shortestGap = 2 * 60_000

type Running = Zone & { started_at: number }

type TimelineInput<S> = {
  sessions: S[]
  /** Sessions that end after `now`. */
  planned: S[]
  running: Running | null
  /** Includes tasks with a time. These divide a gap without shortening it. */
  meetings?: (MeetingOfDay | ScheduledTask)[]
  date: string
  /** The person's current zone if the date is today, else the zone for a date without sessions. */
  zone: Zone
  isToday: boolean
  /** epoch ms */
  now: number
}

const partsOf = <S extends ListedSession>({ sessions, planned, date }: TimelineInput<S>): Part<S>[] =>
  [...sessions, ...planned]
    .flatMap((session) =>
      dayParts(session).flatMap((part, index, all) => {
        if (part.date !== date) return []
        const to = intervalEnd(part)
        const goes_on = index < all.length - 1
        const idle_to = goes_on ? to : Math.max(to, clampInstant(session.ended_at, dateRange(date, session)))
        return [
          {
            session,
            from: part.started_at,
            to,
            idle_to,
            carried: index > 0,
            goes_on,
            isPlanned: planned.includes(session),
          },
        ]
      }),
    )
    .sort((a, b) => a.from - b.from || a.session.number - b.session.number)

const zoneOf = ({ time_zone, day_start_minute }: Zone): Zone => ({ time_zone, day_start_minute })

/** The running timer's part of the date, as it would count if it stopped now. */
const runOn = ({ started_at, ...zone }: Running, date: string, now: number): EpochRange | null => {
  if (started_at >= now) return null
  const days = splitDays(started_at, Math.floor((now - started_at) / 1000), zone)
  const parts = dayParts({ id: '', started_at, days })
  const part = parts.find((one) => one.date === date)
  return part ? { from: part.started_at, to: part === parts.at(-1) ? now : intervalEnd(part) } : null
}

/** The past part of a gap, in whole minutes; empty if it is too short. */
const shownGap = ({ zone, ...gap }: ZoneSpan, now: number): ZoneSpan[] => {
  const [from, to] = [Math.ceil(gap.from / 60_000) * 60_000, Math.floor(Math.min(gap.to, now) / 60_000) * 60_000]
  return to - from >= shortestGap ? [{ from, to, zone }] : []
}

/** Parts and gaps of a day, in the zones of its sessions. */
export const timelineOf = <S extends ListedSession>(input: TimelineInput<S>) => {
  const { running, date, zone, isToday, now } = input
  const parts = partsOf(input)
  const meetings = (input.meetings ?? []).flatMap((meeting) =>
    meeting.times ? [{ meeting, from: meeting.times.start, to: meeting.times.end }] : [],
  )
  // A meeting without a length divides the gap without shortening it. So does a task, whose time can be logged there.
  const takes = (one: (typeof meetings)[number]['meeting']) => one.duration_minutes !== null && !('at' in one)
  const taken = meetings.map(({ meeting, from, to }) => ({ from, to: takes(meeting) ? to : from }))
  const run = running && runOn(running, date, now)
  const busy: ZoneSpan[] = [
    ...parts.map(({ session, from, idle_to }) => ({ from, to: idle_to, zone: zoneOf(session) })),
    ...(running && run ? [{ ...run, zone: zoneOf(running) }] : []),
    ...(isToday ? [{ from: now, to: now, zone: zoneOf(zone) }] : []),
  ]
  busy.sort((a, b) => a.from - b.from)
  const { from, to, zones, gaps } = dayRange(date, busy, zone)
  return {
    from,
    to,
    seconds: (to - from) / 1000,
    zones,
    clockChanges: clockChanges(zones),
    parts,
    hasMeetings: meetings.length > 0,
    run,
    gaps: gaps.flatMap((gap) => subtractSpans(gap, taken)).flatMap((gap) => shownGap(gap, now)),
    now: isToday ? now : null,
  }
}
