import { coveredSeconds, endOf, type Interval, overlapSeconds } from '../../lib/intervals'
import type { ListedSession, SessionOnDay } from '../schema'

/** A session in a day's list, with how much of its time other sessions cover too. */
export type ShownSession = SessionOnDay & {
  /** Over the whole session, not only on this day. */
  overlap_seconds: number
  /** Neighbours in the list whose times overlap are marked as one. */
  joins_above: boolean
  joins_below: boolean
}

/** A day's section: the sessions it shows, and the sums of all that the day has under the subject. */
export type Day = {
  date: string
  sessions: ShownSession[]
  tracked_seconds: number
  /** Time on the clock: the union. Equal to what was tracked where nothing overlaps. */
  clock_seconds: number
  /** Of what was tracked: from sessions that began on an earlier day and are not among those shown. */
  carried_seconds: number
}

/** What of a session falls on one day. */
type DayPart = Interval & { id: string; date: string }

/** A session by its days: its seconds stand one after the other, from its start. */
export const dayParts = (session: Pick<ListedSession, 'id' | 'started_at' | 'days'>): DayPart[] => {
  let before = 0
  return session.days.map(([date, seconds]) => {
    const part = { id: session.id, date, started_at: session.started_at + before * 1000, duration_seconds: seconds }
    before += seconds
    return part
  })
}

const groupBy = <T>(items: T[], key: (item: T) => string) => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

const overlap = (a: Interval, b: Interval) => a.started_at < endOf(b) && b.started_at < endOf(a)

/** The sessions of a day's list, marked where they overlap with what stands above and below. */
const markOverlaps = (sessions: SessionOnDay[], overlaps: Map<string, number>): ShownSession[] => {
  // From the earliest up, `reach` is the one that ends last: what starts before its end overlaps the list below.
  const joins = sessions.map(() => false)
  let reach: SessionOnDay | undefined
  for (let index = sessions.length - 1; index >= 0; index -= 1) {
    const session = sessions[index]
    if (!session) continue
    joins[index] = reach !== undefined && overlap(session, reach)
    if (reach === undefined || endOf(session) > endOf(reach)) reach = session
  }
  return sessions.map((session, index) => ({
    ...session,
    overlap_seconds: overlaps.get(session.id) ?? 0,
    joins_above: joins[index - 1] ?? false,
    joins_below: joins[index] ?? false,
  }))
}

/**
 * The sections of a list.
 * @param shown in the order of the list: each day's latest first
 * @param others not shown in the list, but on the days that it cuts or that its sessions reach into; some may be shown
 * @param dates of the days wanted, where a day without a session to show is one too
 */
export const daysOf = (
  shown: SessionOnDay[],
  others: SessionOnDay[],
  dates: string[] = [...new Set(shown.map((session) => session.date))],
): Day[] => {
  const everyone = new Map([...shown, ...others].map((session) => [session.id, session]))
  const byDate = groupBy([...everyone.values()].flatMap(dayParts), (part) => part.date)
  const overlaps = new Map<string, number>()
  for (const parts of byDate.values()) {
    overlapSeconds(parts).forEach((seconds, index) => {
      const id = parts[index]?.id
      if (id !== undefined) overlaps.set(id, (overlaps.get(id) ?? 0) + seconds)
    })
  }
  return dates.map((date) => {
    const parts = byDate.get(date) ?? []
    const sessions = shown.filter((session) => session.date === date)
    const listed = new Set(sessions.map((session) => session.id))
    const carried = parts.filter(({ id }) => everyone.get(id)?.days[0]?.[0] !== date && !listed.has(id))
    return {
      date,
      sessions: markOverlaps(sessions, overlaps),
      tracked_seconds: sum(parts.map((part) => part.duration_seconds)),
      clock_seconds: coveredSeconds(parts),
      carried_seconds: sum(carried.map((part) => part.duration_seconds)),
    }
  })
}
