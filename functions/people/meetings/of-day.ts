import type { LocalNow } from '../../lib/env'
import type { Org } from '../../lib/org'
import { addDays, type Range, spanAt } from '../../lib/time/days'
import { datesWithin } from '../../lib/time/repeat'
import { pageOfMeetings } from './queries'
import type { ListedMeeting } from './schema'

/** A meeting on a date. `isToCome`: a future date of a series, with the data of the series' last row. */
type DatedMeeting = ListedMeeting & { isToCome?: boolean }

/** A meeting with its start and end (epoch ms); null for a meeting without a time. */
export type MeetingOfDay = DatedMeeting & { times: { start: number; end: number } | null }

type When = Pick<ListedMeeting, 'date' | 'time' | 'time_zone' | 'duration_minutes'>

/** Start and end of a meeting (epoch ms), with the usual length by default; null without a time. */
export const startAndEnd = ({ date, time, time_zone, duration_minutes }: When): MeetingOfDay['times'] =>
  time === null ? null : spanAt(date, time, duration_minutes, { time_zone, day_start_minute: 0 })

/** True for a meeting that has ended. A meeting without a time ends with its day. */
export const isOver = (meeting: When, { today, instant }: Pick<LocalNow, 'today' | 'instant'>) => {
  const times = startAndEnd(meeting)
  return times ? times.end <= instant : meeting.date < today
}

/** Maximum distance in ms at which a session is drawn in place of its meeting. */
const beside = 3_600_000

type OwnTime = { id: string; started_at: number; ended_at?: number | null }

const isNear = ({ started_at, ended_at }: OwnTime, { start, end }: { start: number; end: number }) =>
  started_at < end + beside && (ended_at ?? Number.POSITIVE_INFINITY) > start - beside

/** Meetings with their times, without meetings whose session is drawn instead. A running session has no end. */
export const unloggedMeetings = (meetings: DatedMeeting[], sessions: OwnTime[]) => {
  const byId = new Map(sessions.map((session) => [session.id, session]))
  return meetings.flatMap((meeting): MeetingOfDay[] => {
    const times = startAndEnd(meeting)
    const session = byId.get(meeting.session_id ?? '')
    const isDrawn = session && (times === null || isNear(session, times))
    return isDrawn ? [] : [{ ...meeting, times }]
  })
}

/** Meetings of some days. Future dates of series, which have no rows yet, come last. */
export const meetingsWithin = async (
  db: D1Database,
  userId: string,
  org: Org,
  { range, today, limit }: { range: Range; today: string; limit: number },
): Promise<DatedMeeting[]> => {
  const read = (filter: object) => pageOfMeetings(db, userId, org, { isAhead: true, ...filter }, limit)
  const before = { to: addDays(range.from, -1), isRepeating: true }
  // Every series has a row from today on, added by `readWithNext`.
  const [own, earlier] = await Promise.all([read(range), range.from > today ? read(before) : null])
  const toCome = [...own.rows, ...(earlier?.rows ?? [])].flatMap((row) =>
    datesWithin(row, range)
      .filter((date) => date > row.date && date > today)
      .map((date) => ({ ...row, date, repeat_from: row.repeat_from ?? row.date, session_id: null, isToCome: true })),
  )
  return [...own.rows, ...toCome]
}
